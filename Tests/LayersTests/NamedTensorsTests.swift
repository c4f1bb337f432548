// Names and their tensors: a few of a layer, or the hundreds of a whole network.

import Tensors
import Testing

@Suite struct NamedTensorsTests {
  private func named(_ count: Int) -> NamedTensors {
    NamedTensors((0..<count).map { ("p\($0)", Tensor([1], [Float($0)])) })
  }

  @Test(arguments: [0, 1, 7, 8, 9, 10, 100])
  func `every name leads to its own tensor, also after others have gone`(count: Int) {
    var tensors = named(count)
    #expect(tensors.count == count)
    for number in 0..<count { #expect(tensors["p\(number)"]?[0] == Float(number)) }
    #expect(tensors["p\(count)"] == nil)
    for gone in stride(from: 0, to: count, by: 2) { tensors["p\(gone)"] = nil }
    #expect(tensors.count == count / 2)
    for number in 0..<count {
      #expect(tensors["p\(number)"]?[0] == (number % 2 == 0 ? nil : Float(number)))
    }
    tensors["p0"] = Tensor([1], [-1])
    #expect(tensors["p0"]?[0] == -1 && tensors.names.last == "p0")
  }

  @Test(arguments: [1, 8, 9, 30])
  func `values of a name are replaced, changed in place and added to`(count: Int) {
    var tensors = named(count)
    let last = "p\(count - 1)"
    tensors[last] = Tensor([1], [5])
    tensors.update(last, zeros: [1]) { $0.add(2, times: Tensor([1], [1])) }
    #expect(tensors[last]?[0] == 7 && tensors.count == count)
    tensors.update("new", zeros: [1]) { $0.add(1, times: Tensor([1], [3])) }
    #expect(tensors["new"]?[0] == 3)
    tensors += NamedTensors([(last, Tensor([1], [1])), ("newer", Tensor([1], [4]))])
    #expect(tensors[last]?[0] == 8 && tensors["newer"]?[0] == 4)
    #expect(tensors.names == (0..<count).map { "p\($0)" } + ["new", "newer"])
  }
}
