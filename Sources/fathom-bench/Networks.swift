// Networks by the names that the cases use, and a session in which they stand.

import Commands
import Datasets
import Networks
import Renderers
import Reports
import Sessions
import Tensors

/// The networks to compare, in the language of the prompt. ResNet24: a report's network of 4.9 M
/// parameters, with projections wherever a stage begins.
let networks: [String: String] = [
  "vgg08": "input(3, 32, 32) -> vgg(8, classes=100)",
  "vgg38": "input(3, 32, 32) -> vgg(38, classes=100)",
  "vgg38+bn": "input(3, 32, 32) -> vgg(38, norm=batch, classes=100)",
  "vgg38+bn+rc": "input(3, 32, 32) -> vgg(38, norm=batch, skip=true, classes=100)",
  "resnet24": "input(3, 32, 32) -> conv(64, bias=false) -> bn -> relu -> "
    + [(64, 1, 3), (128, 2, 3), (128, 2, 2), (256, 2, 3)].map(stage).joined(separator: " -> ")
    + " -> avgpool(4) -> flatten -> dense(10)",
]

private func stage(channels: Int, stride: Int, count: Int) -> String {
  func block(_ stride: Int) -> String {
    let first = "conv(\(channels), stride=\(stride), bias=false) -> bn -> relu"
    let second = "conv(\(channels), bias=false) -> bn"
    let projection =
      stride == 1 ? "" : ", shortcut=conv(\(channels), kernel=1, stride=2, bias=false) -> bn"
    return "residual(\(first) -> \(second)\(projection)) -> relu"
  }
  return "\(block(stride)) -> \(count - 1) * (\(block(1)))"
}

/// A world without files, in which nobody interrupts.
struct Quiet: Host {
  func read(_ path: String) throws(FileTrouble) -> [UInt8] {
    throw FileTrouble(path: path, reason: "there are no files here")
  }
  func list(_ folder: String) -> [String] { [] }
  func isFolder(_ path: String) -> Bool { false }
  func write(_ bytes: [UInt8], to path: String) {}
  var isCancelled: Bool { false }
  func progress(_ share: Double, _ words: String) {}
  var now: Double { 0 }
  var memory: Int { .max }
}

/// A session in which `statements` have been run.
func session(_ statements: String) throws -> Session {
  var session = Session(library: library, host: Quiet())
  for cell in session.submit(statements) {
    if case .problem(let problem) = cell.outcome { throw problem }
  }
  return session
}

/// The network that `notation` describes, with its first weights.
func network(_ notation: String) throws -> Network {
  try session("net = \(notation)").workspace.activeModel().network
}
