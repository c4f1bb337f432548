// Tables: headers, labels, separators, mistakes.

import Datasets
import Tensors
import Testing

@Suite struct CSVTests {
  private func read(_ text: String) throws(DataMistake) -> Dataset {
    try Dataset.read("t.csv", from: MemoryFiles(["t.csv": Array(text.utf8)]))
  }

  private func plain(_ set: Dataset) -> [Float] {
    set.normalized(by: .identity(set.shape)).batch(Array(0..<set.training.count)).x.values
  }

  private func readMistake(_ text: String) -> DataMistake? {
    mistake { () throws(DataMistake) in try read(text) }
  }

  @Test func `the last column is the label`() throws {
    let set = try read("1,2.5,0\n-3,4e1,2\n")
    #expect(plain(set) == [1, 2.5, -3, 40])
    #expect(set.training.labels == [0, 2])
    #expect(set.classNames == ["0", "1", "2"])
    #expect(set.shape == [2])
  }

  @Test func `a column named label is the label, wherever it stands`() throws {
    let set = try read("\u{FEFF}Label;a;b\r\n\"dog\";1;2\r\ncat;3;nan\r\n\r\n")
    #expect(set.classNames == ["cat", "dog"])
    #expect(set.training.labels == [1, 0])
    #expect(Array(plain(set).prefix(3)) == [1, 2, 3])
    #expect(set.remarks == [.notFinite(count: 1)])
  }

  @Test func `words in the last column need no header`() throws {
    let set = try read("5.1\t3.5\tsetosa\n6\t2\tvirginica")
    #expect(set.classNames == ["setosa", "virginica"])
    #expect(set.training.count == 2)
  }

  @Test func `columns are brought to mean 0 and deviation 1`() throws {
    let x = try read("a,b,y\n1,10,0\n3,10,1\n").batch([0, 1]).x
    #expect(x == Tensor([2, 2], [-1, 0, 1, 0]))
  }

  @Test func `mistakes are told with their byte`() {
    #expect(readMistake("1,2,0\n1,x,0\n")?.offset == 8)
    #expect(readMistake("1,2,0\n1,0\n")?.offset == 6)
    #expect(readMistake("1,2,-1\n")?.found == "label -1 in row 1")
    #expect(readMistake("")?.found == "no rows")
    #expect(readMistake("a,b,label\n")?.found == "no rows")
    #expect(readMistake("1\n2\n")?.found == "one column")
    #expect(readMistake("1,2,999999999999\n")?.found == "label 999999999999 in row 1")
  }
}
