package contentgremlin.probe;

import java.util.List;

/// Genres by number: those of ID3v1 (0 to 79) and those that Winamp added.
final class Genres {
  private static final List<String> NAMES =
      """
      Blues
      Classic Rock
      Country
      Dance
      Disco
      Funk
      Grunge
      Hip-Hop
      Jazz
      Metal
      New Age
      Oldies
      Other
      Pop
      R&B
      Rap
      Reggae
      Rock
      Techno
      Industrial
      Alternative
      Ska
      Death Metal
      Pranks
      Soundtrack
      Euro-Techno
      Ambient
      Trip-Hop
      Vocal
      Jazz+Funk
      Fusion
      Trance
      Classical
      Instrumental
      Acid
      House
      Game
      Sound Clip
      Gospel
      Noise
      AlternRock
      Bass
      Soul
      Punk
      Space
      Meditative
      Instrumental Pop
      Instrumental Rock
      Ethnic
      Gothic
      Darkwave
      Techno-Industrial
      Electronic
      Pop-Folk
      Eurodance
      Dream
      Southern Rock
      Comedy
      Cult
      Gangsta
      Top 40
      Christian Rap
      Pop/Funk
      Jungle
      Native American
      Cabaret
      New Wave
      Psychadelic
      Rave
      Showtunes
      Trailer
      Lo-Fi
      Tribal
      Acid Punk
      Acid Jazz
      Polka
      Retro
      Musical
      Rock & Roll
      Hard Rock
      Folk
      Folk-Rock
      National Folk
      Swing
      Fast Fusion
      Bebop
      Latin
      Revival
      Celtic
      Bluegrass
      Avantgarde
      Gothic Rock
      Progressive Rock
      Psychedelic Rock
      Symphonic Rock
      Slow Rock
      Big Band
      Chorus
      Easy Listening
      Acoustic
      Humour
      Speech
      Chanson
      Opera
      Chamber Music
      Sonata
      Symphony
      Booty Bass
      Primus
      Porn Groove
      Satire
      Slow Jam
      Club
      Tango
      Samba
      Folklore
      Ballad
      Power Ballad
      Rhythmic Soul
      Freestyle
      Duet
      Punk Rock
      Drum Solo
      A Cappella
      Euro-House
      Dance Hall
      Goa
      Drum & Bass
      Club-House
      Hardcore Techno
      Terror
      Indie
      BritPop
      Afro-Punk
      Polsk Punk
      Beat
      Christian Gangsta Rap
      Heavy Metal
      Black Metal
      Crossover
      Contemporary Christian
      Christian Rock
      Merengue
      Salsa
      Thrash Metal
      Anime
      JPop
      Synthpop
      Abstract
      Art Rock
      Baroque
      Bhangra
      Big Beat
      Breakbeat
      Chillout
      Downtempo
      Dub
      EBM
      Eclectic
      Electro
      Electroclash
      Emo
      Experimental
      Garage
      Global
      IDM
      Illbient
      Industro-Goth
      Jam Band
      Krautrock
      Leftfield
      Lounge
      Math Rock
      New Romantic
      Nu-Breakz
      Post-Punk
      Post-Rock
      Psytrance
      Shoegaze
      Space Rock
      Trop Rock
      World Music
      Neoclassical
      Audiobook
      Audio Theatre
      Neue Deutsche Welle
      Podcast
      Indie Rock
      G-Funk
      Dubstep
      Garage Rock
      Psybient
      """
          .lines()
          .toList();

  private Genres() {}

  /// Empty if there is none of this number.
  static String of(int number) {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "";
  }

  /// Adds what ID3v2 means by a text: "Rock", "17", "(17)", "(4)(17)" or "(17)Rock", where the
  /// words explain the number.
  static void add(Draft draft, String name, String value) {
    String rest = value.strip();
    String numbered = "";
    while (rest.startsWith("(")) {
      int end = rest.indexOf(')');
      String genre = end > 1 ? numbered(rest.substring(1, end)) : "";
      if (genre.isEmpty()) {
        break;
      }
      draft.tag(name, numbered);
      numbered = genre;
      rest = rest.substring(end + 1).strip();
    }
    String plain = numbered(rest);
    draft.tag(name, rest.isEmpty() ? numbered : plain.isEmpty() ? rest : plain);
  }

  private static String numbered(String text) {
    if (text.equals("RX")) {
      return "Remix";
    }
    if (text.equals("CR")) {
      return "Cover";
    }
    boolean number =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(Genres::isDigit);
    return number ? of(Integer.parseInt(text)) : "";
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
