package contentgremlin.probe;

import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.ProbeWire.Question;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Answers questions about files.
final class Desk {
  private final Kernel kernel = new Kernel();
  private final @Nullable Path programs;

  /// Loaded when it is first needed: many helpers never meet anything but common music.
  private @Nullable Native library;

  private boolean looked;

  Desk(@Nullable Path programs) {
    this.programs = programs;
  }

  /// Never throws for what is wrong with a file.
  Answer answer(Question question) {
    try (var file = OpenFile.open(kernel, question.order())) {
      var answer =
          question.target().isEmpty() ? read(file) : cover(file, Path.of(question.target()));
      file.checkUnchanged();
      return answer;
    } catch (ProbeException e) {
      return e.answer();
    } catch (UncheckedProbeException e) {
      return e.inner().answer();
    } catch (RuntimeException | StackOverflowError e) {
      return new Answer.Unreadable("Reading it failed: " + e);
    }
  }

  private Answer read(OpenFile file) throws ProbeException {
    var answer = new Answer[1];
    new Reading(this::library, file).run(draft -> answer[0] = new Answer.Read(draft.finish()));
    return answer[0];
  }

  private Answer cover(OpenFile file, Path target) throws ProbeException {
    var answer = new Answer[] {new Answer.NoCover()};
    new Reading(this::library, file)
        .run(draft -> {
          var picture = draft.cover();
          if (picture != null) {
            answer[0] = write(new CoverFile(file, picture), target);
          }
        });
    return answer[0];
  }

  private static Answer write(CoverFile cover, Path target) {
    try {
      return cover.write(target);
    } catch (IOException e) {
      return new Answer.Unreachable("The picture can't be written to " + target + ": " + e);
    } catch (OddFileException e) {
      return new Answer.NoCover();
    }
  }

  private @Nullable Native library() {
    if (!looked) {
      library = Native.load(programs);
      looked = true;
    }
    return library;
  }
}
