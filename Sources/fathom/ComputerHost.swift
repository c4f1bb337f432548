// The real world as a session sees it: this computer's files, clock, memory and Ctrl-C.

import Datasets
import Foundation
import Reports
import Sessions
import Synchronization
import Terminals

/// The computer's capabilities. A class because progress is drawn on one line that it owns.
final class ComputerHost: Sessions.Host {
  private let line: Mutex<ProgressLine>
  private let start = ContinuousClock.now

  init(facts: TerminalFacts) { line = Mutex(ProgressLine(facts: facts)) }

  var isCancelled: Bool { Interrupts.isRaised }

  var now: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  var memory: Int { Int(ProcessInfo.processInfo.physicalMemory) }

  func progress(_ share: Double, _ words: String) {
    line.withLock { $0.show("\(Int(100 * min(1, max(0, share)))) %  \(words)") }
  }

  /// Takes the progress line away before a report is shown.
  func eraseProgress() { line.withLock { $0.erase() } }

  func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    let path = expanded(path)
    if isFolder(path) { throw FileTrouble(path: path, reason: "is a folder") }
    do {
      // By pieces, so that a pipe can be read, and an endless one has an end.
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      var bytes: [UInt8] = []
      while let piece = try file.read(upToCount: 1 << 24), !piece.isEmpty {
        bytes += piece
        if bytes.count > memory / 4 {
          throw FileTrouble(path: path, reason: "is larger than a quarter of the memory")
        }
      }
      return bytes
    } catch let trouble as FileTrouble {
      throw trouble
    } catch { throw FileTrouble(path: path, reason: reason(error)) }
  }

  func list(_ folder: String) throws(FileTrouble) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: expanded(folder)).sorted()
    } catch { throw FileTrouble(path: folder, reason: reason(error)) }
  }

  func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: expanded(path), isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  func leads(_ path: String, into folder: String) -> Bool {
    func resolved(_ path: String) -> [String] {
      URL(fileURLWithPath: expanded(path)).resolvingSymlinksInPath().pathComponents
    }
    return resolved(path).starts(with: resolved(folder))
  }

  func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let target = URL(fileURLWithPath: expanded(path))
    do {
      try Data(bytes).write(to: target, options: .atomic)
    } catch {
      throw Problem(
        .badFile, "\(path) could not be written: \(reason(error))",
        facts: ["What was there before is as it was."])
    }
  }

  /// `~` is the home folder, as in a shell.
  private func expanded(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? NSString(string: path).expandingTildeInPath : path
  }

  /// The system's reason, in a few words.
  private func reason(_ error: any Error) -> String {
    var error = error as NSError
    while let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = inner }
    if error.domain == NSPOSIXErrorDomain {
      switch Int32(error.code) {
      case ENOENT: return "no such file or folder"
      case EACCES, EPERM: return "not permitted"
      case ENOSPC: return "the disk is full"
      case EROFS: return "the disk is read-only"
      case EISDIR: return "is a folder"
      case ENOTDIR: return "part of the path is not a folder"
      default:
        return POSIXError(POSIXErrorCode(rawValue: Int32(error.code)) ?? .EIO).localizedDescription
      }
    }
    switch CocoaError.Code(rawValue: error.code) {
    case .fileNoSuchFile, .fileReadNoSuchFile: return "no such file or folder"
    case .fileReadNoPermission, .fileWriteNoPermission: return "not permitted"
    case .fileWriteOutOfSpace: return "the disk is full"
    case .fileWriteVolumeReadOnly: return "the disk is read-only"
    default: return error.localizedDescription
    }
  }
}
