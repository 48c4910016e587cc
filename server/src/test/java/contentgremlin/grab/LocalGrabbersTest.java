package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import contentgremlin.item.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalGrabbersTest {
  private static final String LRC =
      """
      [ti:Harbour Lights]
      [ar:The Lanterns]
      [offset:+120]

      [00:12.50]Lamps along the water
      [00:17.00][00:45.10]Nobody <00:18.00>at <00:18.40>home
      """;

  @Test
  void words_with_times_are_kept_with_and_without_them() throws Exception {
    var files = new Canned().fileBeside("a.lrc", LRC);

    var said = files.found(new LyricsFiles(), Known.file(MediaType.AUDIO, "a.mp3").beside("a.lrc"));

    assertThat(said)
        .containsEntry("miscellaneous/timed_lyrics", List.of(LRC.strip()))
        .containsEntry("miscellaneous/lyrics", List.of("Lamps along the water\nNobody at home"));
  }

  @Test
  void words_in_the_file_itself_count_as_well() throws Exception {
    var known =
        Known.song("A", "B")
            .says("miscellaneous", "lyrics", "[00:01.00]One\n[00:02.00]Two")
            .says("miscellaneous", "lyrics", "Other words", 200);

    assertThat(new Canned().found(new LyricsFiles(), known))
        .containsEntry("miscellaneous/lyrics", List.of("One\nTwo"));
    assertThat(new LyricsFiles().appliesTo(Known.song("A", "B").subject())).isFalse();
  }

  @Test
  void a_bracket_that_is_no_heading_belongs_to_the_words() throws Exception {
    var files = new Canned().fileBeside("a.lrc", "[Chorus: all]\nLa la");

    assertThat(files.found(new LyricsFiles(), Known.file(MediaType.AUDIO, "a.mp3").beside("a.lrc")))
        .containsEntry("miscellaneous/lyrics", List.of("[Chorus: all]\nLa la"))
        .doesNotContainKey("miscellaneous/timed_lyrics");
  }

  @Test
  void subtitles_are_told_by_their_language() throws Exception {
    var known =
        Known.file(MediaType.VIDEO, "Film.mkv")
            .beside(
                "Film.en.srt",
                "Film.pt-BR.forced.ass",
                "Film.de.sdh.vtt",
                "Other.fr.srt",
                "Film.nfo");

    assertThat(new Canned().found(new SubtitleFiles(), known))
        .containsEntry("technical/subtitles@en", List.of("Film.en.srt"))
        .containsEntry("technical/subtitles_forced@pt-BR", List.of("Film.pt-BR.forced.ass"))
        .containsEntry("technical/subtitles_for_deaf@de", List.of("Film.de.sdh.vtt"))
        .hasSize(3);
  }

  @Test
  void pictures_beside_are_told_by_their_kind() throws Exception {
    var known =
        Known.file(MediaType.VIDEO, "Film.mkv")
            .beside("Film-poster.jpg", "fanart2.jpg", "../banner.png", "Film.en.srt");

    assertThat(new Canned().found(new ArtworkFiles(), known))
        .containsEntry("technical/poster", List.of("Film-poster.jpg"))
        .containsEntry("technical/backdrop", List.of("fanart2.jpg"))
        .containsEntry("technical/banner", List.of("../banner.png"))
        .hasSize(3);
  }

  @Test
  void what_photo_programs_wrote_beside_a_picture_is_read() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "IMG_1.jpg.xmp",
                """
                <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                 <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                   xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
                   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
                   xmp:Rating="4" photoshop:City="Lisbon" exif:GPSLatitude="38,42.9N" exif:GPSLongitude="9,8,24W">
                  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tram</rdf:li><rdf:li xml:lang="de">Bahn</rdf:li></rdf:Alt></dc:title>
                  <dc:subject><rdf:Bag><rdf:li>tram</rdf:li><rdf:li>yellow</rdf:li></rdf:Bag></dc:subject>
                  <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© A</rdf:li></rdf:Alt></dc:rights>
                  <photoshop:Country>Portugal</photoshop:Country>
                  <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
                   <rdf:li><rdf:Description mwg-rs:Name="Ana" mwg-rs:Type="Face"/></rdf:li>
                   <rdf:li><rdf:Description mwg-rs:Name="42" mwg-rs:Type="BarCode"/></rdf:li>
                  </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
                 </rdf:Description></rdf:RDF></x:xmpmeta>
                <?xpacket end="w"?>
                """);
    var known = Known.file(MediaType.IMAGE, "IMG_1.jpg").beside("IMG_1.jpg.xmp");

    assertThat(files.found(new XmpFiles(), known))
        .containsEntry("titles/title", List.of("Tram"))
        .containsEntry("titles/title@de", List.of("Bahn"))
        .containsEntry("classification/keywords", List.of("tram", "yellow"))
        .containsEntry("personal/rating", List.of("4"))
        .containsEntry("legal/copyright", List.of("© A"))
        .containsEntry("spatial/city", List.of("Lisbon"))
        .containsEntry("spatial/country", List.of("Portugal"))
        .containsEntry("spatial/location", List.of("+38.71500-9.14000/"))
        .containsEntry("entities/person", List.of("Ana"));
  }

  @Test
  void a_picture_with_a_position_is_told_the_town() throws Exception {
    var places = new Places();
    var here =
        Known.file(MediaType.IMAGE, "a.jpg").says("spatial", "location", "+38.7251-009.15+012.3/");
    var atSea =
        Known.file(MediaType.IMAGE, "b.jpg").says("spatial", "location", "+00.00000-030.00000/");
    var odd = Known.file(MediaType.IMAGE, "c.jpg").says("spatial", "location", "somewhere");

    var files = new Canned();
    assertThat(files.found(places, here))
        .containsEntry("spatial/city", List.of("Lisbon"))
        .containsEntry("spatial/country", List.of("Portugal"))
        .containsEntry("spatial/country_code", List.of("PT"));
    assertThat(places.grab(atSea.subject(), files)).isInstanceOf(Grabbed.Nothing.class);
    assertThat(places.grab(odd.subject(), files)).isInstanceOf(Grabbed.Nothing.class);
    assertThat(places.appliesTo(Known.file(MediaType.IMAGE, "d.jpg").subject())).isFalse();
  }

  @Test
  void a_broken_file_is_told_of() {
    var known = Known.file(MediaType.IMAGE, "IMG_1.jpg").beside("IMG_1.xmp");
    var files = new Canned().fileBeside("IMG_1.xmp", "<x:xmpmeta><rdf");

    assertThat(new XmpFiles().grab(known.subject(), files)).isInstanceOf(Grabbed.Failed.class);
  }
}
