// Lessons on disk: finding, checking and showing them as plain text.

import ArgumentParser
import Commands
import Grammars
import Lessons
import Renderers
import Reports
import Sessions
import Terminals

enum LessonFiles {
  /// The files that `paths` name; of folders every .md file but READMEs, in order.
  static func found(in paths: [String], host: ComputerHost) throws -> [String] {
    var files: [String] = []
    for path in paths {
      if host.isFolder(path) {
        files += markdown(in: path, host)
      } else if (try? host.read(path)) != nil {
        files.append(path)
      } else {
        try? StandardOutput.error.write("fathom: \(path): no such file or folder\n")
        throw ExitCode(3)
      }
    }
    return files
  }

  private static func markdown(in folder: String, _ host: ComputerHost) -> [String] {
    ((try? host.list(folder)) ?? []).flatMap { name -> [String] in
      let path = folder + "/" + name
      if host.isFolder(path) { return markdown(in: path, host) }
      return name.hasSuffix(".md") && name != "README.md" ? [path] : []
    }
  }

  /// What is wrong with a lesson that could be read.
  static func lint(_ lesson: Lesson) -> [LessonMistake] {
    Lessons.lint(lesson) { text -> Problem? in
      do throws(Problem) {
        for statement in try parse(text, verbs: library.verbs) {
          guard case .command(let verb, let arguments) = statement.form else { continue }
          guard let signature = library.verbs[verb.text] else {
            return Problem(.unknownWord, "no command '\(verb.text)'", place: verb.place)
          }
          _ = try signature.bind(verb, arguments, statement: statement.rest)
        }
        return nil
      } catch { return error }
    }
  }

  /// A report as a lesson quotes it: plain text, 80 columns.
  static func plain(_ report: Report) -> [String] {
    let text = TerminalRenderer(width: 80).render(report)
    return Printed(text: text).lines
  }
}
