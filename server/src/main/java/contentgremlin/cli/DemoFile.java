package contentgremlin.cli;

import contentgremlin.job.Tool;
import contentgremlin.job.Tool.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A file that the demo makes, and what it says of it when it uploads it.
///
/// @param texts small files that its tools read
/// @param length of the last tool's output; zero if that has none
record DemoFile(
    String name,
    String title,
    String description,
    List<String> tags,
    List<Text> texts,
    List<Tool> tools,
    Duration length) {
  record Text(String name, String content) {}

  static final List<DemoFile> ALL = List.of(film(), song(), photo());

  private static final int SCENE_SECONDS = 7;
  private static final int FILM_SECONDS = 3 * SCENE_SECONDS;
  private static final int SONG_SECONDS = 40;

  /// Sixteenths of a broken pentatonic chord over three long notes.
  private static final String MELODY =
      """
      st(0,mod(floor(t*4)*3+floor(t),5));\
      st(1,220*pow(2,(eq(ld(0),1)*2+eq(ld(0),2)*4+eq(ld(0),3)*7+eq(ld(0),4)*9)/12));\
      0.25*sin(2*PI*ld(1)*t)*exp(-5*mod(t,0.25))\
      +0.08*sin(4*PI*ld(1)*t)*exp(-9*mod(t,0.25))\
      +(0.08*sin(2*PI*110*t)+0.06*sin(2*PI*164.81*t)+0.05*sin(2*PI*277.18*t))\
      *(0.6+0.4*sin(2*PI*t/5))\
      """;

  private static final String ECHO = "aecho=0.8:0.7:300|500:0.3|0.2";

  private static DemoFile film() {
    var light =
        "gradients=size=960x540:rate=25:duration=7:type=spiral:speed=0.02:n=5:c0=0x1b1f3b"
            + ":c1=0x6a2c70:c2=0xb83b5e:c3=0xf08a5d:c4=0xf9ed69:seed=7";
    var life =
        "life=size=240x135:rate=12.5:ratio=0.14:mold=12:life_color=0xf9ed69"
            + ":death_color=0xb83b5e:mold_color=0x1b1f3b:seed=11";
    var depth =
        "mandelbrot=size=640x360:rate=25:start_scale=1.6:end_scale=0.002:end_pts=175"
            + ":start_x=-0.743643887:start_y=0.131825904:maxiter=400:inner=black";
    var scenes =
        """
        [0:v]scale=1920:1080:flags=bicubic,vignette,format=yuv420p,setsar=1[a];
        [1:v]trim=duration=7,scale=1920:1080:flags=neighbor,fps=25,gblur=sigma=2,format=yuv420p,setsar=1[b];
        [2:v]trim=duration=7,format=gray,format=yuv420p,pseudocolor=preset=inferno,\
        scale=1920:1080:flags=bicubic,format=yuv420p,setsar=1[c];
        [a][b][c]concat=n=3,fade=out:st=20:d=1[picture];
        [3:a]%s,afade=out:st=19:d=2[sound]\
        """
            .formatted(ECHO);
    var arguments =
        Arguments.of("-v", "error")
            .with("-f", "lavfi", "-i", light)
            .with("-f", "lavfi", "-i", life)
            .with("-f", "lavfi", "-i", depth)
            .with("-f", "lavfi", "-i", melody(FILM_SECONDS))
            .with("-i", "subtitles.srt", "-i", "chapters.txt")
            .with("-filter_complex", scenes)
            .with("-map", "[picture]", "-map", "[sound]", "-map", "4")
            .with("-map_metadata", "5", "-map_chapters", "5")
            .with("-c:v", "libx264", "-preset", "superfast", "-crf", "22")
            .with("-c:a", "aac", "-b:a", "160k")
            .with("-c:s", "mov_text", "-metadata:s:s:0", "language=eng")
            .with("-t", Integer.toString(FILM_SECONDS), "-movflags", "+faststart")
            .with("three-small-worlds.mp4");
    return new DemoFile(
        "three-small-worlds.mp4",
        "Three small worlds",
        "A short film in three chapters, with subtitles. Computed, not shot.",
        List.of("demo", "film"),
        List.of(new Text("chapters.txt", chapters()), new Text("subtitles.srt", subtitles())),
        List.of(arguments.tool()),
        Duration.ofSeconds(FILM_SECONDS));
  }

  private static DemoFile song() {
    var light =
        "gradients=size=1000x1000:type=circular:n=5:c0=0xf9ed69:c1=0xf08a5d:c2=0xb83b5e"
            + ":c3=0x6a2c70:c4=0x1b1f3b:x0=620:y0=380:x1=1000:y1=1000:seed=3";
    var cover =
        Arguments.of("-v", "error")
            .with("-f", "lavfi", "-i", light)
            .with("-f", "lavfi", "-i", "sierpinski=size=1000x1000:seed=4:type=carpet")
            .with("-filter_complex", "[0][1]blend=all_mode=softlight:all_opacity=0.35")
            .with("-frames:v", "1", "-q:v", "3", "cover.jpg");
    var sound = ECHO + ",afade=in:d=2,afade=out:st=36:d=4";
    var song =
        Arguments.of("-v", "error")
            .with("-f", "lavfi", "-i", melody(SONG_SECONDS), "-i", "cover.jpg")
            .with("-map", "0", "-map", "1", "-af", sound)
            .with("-c:a", "flac", "-c:v", "copy", "-disposition:v", "attached_pic")
            .with("-metadata", "title=Little machine", "-metadata", "artist=The Gremlins")
            .with("-metadata", "album=Small worlds", "-metadata", "track=1")
            .with("-metadata", "date=2026", "-metadata", "genre=Ambient")
            .with("-t", Integer.toString(SONG_SECONDS), "little-machine.flac");
    return new DemoFile(
        "little-machine.flac",
        "Little machine",
        "A song with tags and a cover.",
        List.of("demo", "music"),
        List.of(),
        List.of(cover.tool(), song.tool()),
        Duration.ofSeconds(SONG_SECONDS));
  }

  private static DemoFile photo() {
    var spiral =
        "mandelbrot=size=4000x3000:rate=1:start_scale=0.006:start_x=-0.743643887"
            + ":start_y=0.131825904:maxiter=1200:inner=black";
    var photo =
        Arguments.of("-v", "error")
            .with("-f", "lavfi", "-i", spiral, "-frames:v", "1")
            .with("-vf", "format=gray,format=yuvj420p,pseudocolor=preset=magma")
            .with("-q:v", "3", "seahorse-valley.jpg");
    return new DemoFile(
        "seahorse-valley.jpg",
        "Seahorse valley",
        "A photo that says where it was taken. What is published of it does not.",
        List.of("demo", "photo"),
        List.of(),
        List.of(photo.tool()),
        Duration.ZERO);
  }

  private static String melody(int seconds) {
    return "aevalsrc='" + MELODY + "':s=48000:d=" + seconds;
  }

  private static String chapters() {
    var text = new StringBuilder(";FFMETADATA1\ntitle=Three small worlds\n");
    int start = 0;
    for (var title : List.of("Light", "Life", "Depth")) {
      text.append("[CHAPTER]\nTIMEBASE=1/1\nSTART=").append(start);
      start += SCENE_SECONDS;
      text.append("\nEND=").append(start).append("\ntitle=").append(title).append('\n');
    }
    return text.toString();
  }

  private static String subtitles() {
    return """
    1
    00:00:00,500 --> 00:00:06,000
    First there was light.

    2
    00:00:07,500 --> 00:00:13,000
    Then small things began to live in it.

    3
    00:00:14,500 --> 00:00:20,000
    And the closer one looked, the more there was.
    """;
  }

  /// Arguments for ffmpeg, put together piece by piece.
  private record Arguments(List<String> list) {
    static Arguments of(String... some) {
      return new Arguments(List.of(some));
    }

    Arguments with(String... more) {
      var all = new ArrayList<>(list);
      all.addAll(List.of(more));
      return new Arguments(List.copyOf(all));
    }

    Tool tool() {
      return Tool.of(Program.FFMPEG, list);
    }
  }
}
