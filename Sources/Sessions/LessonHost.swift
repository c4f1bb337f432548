// The world as a lesson may see it: a lesson is untrusted text.

package import Datasets
package import Reports
import Synchronization

/// A host that lets a lesson read data beside itself and write only into a scratch folder that
/// lives in memory, and that ends what takes too long.
package final class LessonHost: Host {
  private let base: any Host
  /// The folder that the lesson stands in; relative paths count from there.
  private let folder: String
  /// Seconds that one statement may take.
  private let patience: Double
  private let scratch = Mutex<[String: [UInt8]]>([:])
  private let deadline: Mutex<Double>

  package init(_ base: any Host, folder: String, patience: Double = 60) {
    self.base = base
    self.folder = folder
    self.patience = patience
    deadline = Mutex(base.now + patience)
  }

  /// Gives the next statement its time.
  package func beginStatement() { deadline.withLock { $0 = base.now + patience } }

  package var isCancelled: Bool { base.isCancelled || isLate }
  private var isLate: Bool { base.now > deadline.withLock { $0 } }

  package func checkCancelled() throws(Problem) {
    try base.checkCancelled()
    guard isLate else { return }
    throw Problem(
      .tooLarge, "this took longer than \(Figures.text(patience)) s",
      facts: ["A statement of a lesson gets no more; everything is as it was before it."],
      hint: "fewer steps or a smaller network")
  }

  package func progress(_ share: Double, _ words: String) { base.progress(share, words) }
  package var now: Double { base.now }
  /// A lesson gets a quarter of the machine.
  package var memory: Int { base.memory / 4 }

  package func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    guard isInside(path) else {
      throw Problem(
        .badFile, "a lesson cannot write '\(path)'",
        facts: ["It writes only into a scratch folder of its own."],
        hint: "a plain name, such as \"net.safetensors\"")
    }
    let most = 1 << 30
    let held = scratch.withLock { files in
      let held = files.filter { $0.key != path }.values.reduce(bytes.count) { $0 + $1.count }
      if held <= most { files[path] = bytes }
      return held
    }
    guard held <= most else {
      throw Problem(
        .tooLarge, "a lesson's scratch folder holds at most \(Figures.text(bytes: Double(most)))")
    }
  }

  package func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    if let bytes = scratch.withLock({ $0[path] }) { return bytes }
    return try base.read(place(path))
  }

  package func list(_ folder: String) throws(FileTrouble) -> [String] {
    try base.list(place(folder))
  }

  package func leads(_ path: String, into folder: String) -> Bool {
    base.leads(path, into: folder)
  }

  package func isFolder(_ path: String) -> Bool {
    (try? place(path)).map { base.isFolder($0) } ?? false
  }

  /// Where a path of the lesson leads: inside its own folder, or into `datasets` beside it.
  private func place(_ path: String) throws(FileTrouble) -> String {
    let isData = path.hasPrefix("../datasets/") && isInside(String(path.dropFirst(3)))
    let root = folder.isEmpty ? "." : folder
    let place = root + "/" + path
    guard isInside(path) || isData, base.leads(place, into: isData ? root + "/../datasets" : root)
    else {
      throw FileTrouble(path: path, reason: "is outside of the lesson's folder and ../datasets")
    }
    return folder.isEmpty ? path : place
  }

  private func isInside(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.hasPrefix("~") && !path.split(separator: "/").contains("..")
  }
}
