// Temporary.
import Synchronization
package struct Matrix { let buffer: FloatBuffer; let rows, columns: Int; let transposed: Bool
  package init(buffer: FloatBuffer, rows: Int, columns: Int, transposed: Bool) { self.buffer = buffer; self.rows = rows; self.columns = columns; self.transposed = transposed }
  subscript(i: Int, j: Int) -> Float { transposed ? buffer[j * rows + i] : buffer[i * columns + j] } }
package func multiply(_ a: Matrix, _ b: Matrix, into c: FloatBuffer, adding: Bool = false) {
  for i in 0..<a.rows { for j in 0..<b.columns { var s = 0.0; for k in 0..<a.columns { s += Double(a[i,k]) * Double(b[k,j]) }
    c[i * b.columns + j] = (adding ? c[i * b.columns + j] : 0) + Float(s) } } }
package struct ConvolutionGeometry { package var batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth, stride, padding, dilation, groups: Int
  package init(batch: Int, inChannels: Int, height: Int, width: Int, outChannels: Int, kernelHeight: Int, kernelWidth: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1) { self.batch = batch; self.inChannels = inChannels; self.height = height; self.width = width; self.outChannels = outChannels; self.kernelHeight = kernelHeight; self.kernelWidth = kernelWidth; self.stride = stride; self.padding = padding; self.dilation = dilation; self.groups = groups }
  var oh: Int { (height + 2*padding - dilation*(kernelHeight-1) - 1)/stride + 1 }
  var ow: Int { (width + 2*padding - dilation*(kernelWidth-1) - 1)/stride + 1 }
  func each(_ f: (Int, Int, Int) -> Void) { let ci = inChannels/groups, co = outChannels/groups
    for n in 0..<batch { for o in 0..<outChannels { for i in 0..<oh { for j in 0..<ow { for c in 0..<ci { for u in 0..<kernelHeight { for v in 0..<kernelWidth {
      let a = i*stride + u*dilation - padding, b = j*stride + v*dilation - padding
      if a >= 0, b >= 0, a < height, b < width {
        f(((n*inChannels + (o/co)*ci + c)*height + a)*width + b, ((o*ci + c)*kernelHeight + u)*kernelWidth + v, ((n*outChannels+o)*oh+i)*ow+j) } } } } } } } } } }
package func convolve(_ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer, _ g: ConvolutionGeometry) {
  for i in 0..<y.count { y[i] = bias.map { $0[(i / (g.oh*g.ow)) % g.outChannels] } ?? 0 }
  g.each { y[$2] += x[$0] * w[$1] } }
package func convolveInputGradient(_ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer, _ g: ConvolutionGeometry) {
  for i in 0..<dx.count { dx[i] = 0 }; g.each { dx[$0] += dy[$2] * w[$1] } }
package func convolveWeightGradient(_ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer, _ g: ConvolutionGeometry) {
  for i in 0..<dw.count { dw[i] = 0 }; g.each { dw[$1] += dy[$2] * x[$0] } }
package struct PoolingGeometry { var planes, height, width, kernel, stride, padding: Int
  package init(planes: Int, height: Int, width: Int, kernel: Int, stride: Int, padding: Int) { self.planes = planes; self.height = height; self.width = width; self.kernel = kernel; self.stride = stride; self.padding = padding }
  var oh: Int { (height + 2*padding - kernel)/stride + 1 }
  var ow: Int { (width + 2*padding - kernel)/stride + 1 }
  func each(_ f: (Int, Int) -> Void) { for p in 0..<planes { for i in 0..<oh { for j in 0..<ow { for u in 0..<kernel { for v in 0..<kernel {
    let a = i*stride+u-padding, b = j*stride+v-padding
    if a >= 0, b >= 0, a < height, b < width { f((p*height+a)*width+b, (p*oh+i)*ow+j) } } } } } } } }
package final class IndexBuffer: @unchecked Sendable { package var values: [Int32]; package init(count: Int) { values = Array(repeating: -1, count: count) } }
package func maximumPool(_ x: FloatBuffer, into y: FloatBuffer, winners: IndexBuffer, _ g: PoolingGeometry) {
  g.each { a, b in if winners.values[b] < 0 || x[a] > x[Int(winners.values[b])] || x[a].isNaN { winners.values[b] = Int32(a); y[b] = x[a] } } }
package func maximumPoolGather(_ x: FloatBuffer, winners: IndexBuffer, into y: FloatBuffer, _ g: PoolingGeometry) { for i in 0..<y.count { y[i] = x[Int(winners.values[i])] } }
package func maximumPoolScatter(_ dy: FloatBuffer, winners: IndexBuffer, into dx: FloatBuffer, _ g: PoolingGeometry) { for i in 0..<dx.count { dx[i] = 0 }; for i in 0..<dy.count { dx[Int(winners.values[i])] += dy[i] } }
package func averagePool(_ x: FloatBuffer, into y: FloatBuffer, _ g: PoolingGeometry) { for i in 0..<y.count { y[i] = 0 }; g.each { y[$1] += x[$0] / Float(g.kernel*g.kernel) } }
package func averagePoolGradient(_ dy: FloatBuffer, into dx: FloatBuffer, _ g: PoolingGeometry) { for i in 0..<dx.count { dx[i] = 0 }; g.each { dx[$0] += dy[$1] / Float(g.kernel*g.kernel) } }
func eachC(_ e: Int, _ c: Int, _ i: Int, _ f: (Int, Int) -> Void) { for n in 0..<e { for k in 0..<c { for p in 0..<i { f((n*c+k)*i+p, k) } } } }
package func channelSums(_ x: FloatBuffer, examples: Int, channels: Int, inner: Int) -> [Double] { var s = [Double](repeating: 0, count: channels); eachC(examples, channels, inner) { s[$1] += Double(x[$0]) }; return s }
package func channelProducts(_ x: FloatBuffer, _ y: FloatBuffer, examples: Int, channels: Int, inner: Int) -> [Double] { var s = [Double](repeating: 0, count: channels); eachC(examples, channels, inner) { s[$1] += Double(x[$0]) * Double(y[$0]) }; return s }
package func channelSquaredDeviations(_ x: FloatBuffer, means: [Double], examples: Int, channels: Int, inner: Int) -> [Double] { var s = [Double](repeating: 0, count: channels); eachC(examples, channels, inner) { let d = Double(x[$0]) - means[$1]; s[$1] += d*d }; return s }
package func channelAffine(_ x: FloatBuffer, scale: [Float], shift: [Float], into y: FloatBuffer, examples: Int, channels: Int, inner: Int) { eachC(examples, channels, inner) { y[$0] = scale[$1] * x[$0] + shift[$1] } }
package func channelCombine(_ x: FloatBuffer, _ y: FloatBuffer, _ a: [Float], _ b: [Float], _ c: [Float], into z: FloatBuffer, examples: Int, channels: Int, inner: Int) { eachC(examples, channels, inner) { z[$0] = a[$1] * x[$0] + b[$1]*y[$0] + c[$1] } }
package func dot(_ x: FloatBuffer, _ y: FloatBuffer) -> Double { (0..<x.count).reduce(0) { $0 + Double(x[$1]) * Double(y[$1]) } }
package func sum(_ x: FloatBuffer) -> Double { (0..<x.count).reduce(0) { $0 + Double(x[$1]) } }
package func sumOfSquares(_ x: FloatBuffer) -> Double { dot(x, x) }
package func axpy(_ a: Float, _ x: FloatBuffer, into y: FloatBuffer) { for i in 0..<x.count { y[i] += a * x[i] } }
@inlinable package func transform(_ x: FloatBuffer, into y: FloatBuffer, _ f: (Float) -> Float) { for i in 0..<x.count { y[i] = f(x[i]) } }
@inlinable package func combine(_ x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer, _ f: (Float, Float) -> Float) { for i in 0..<x.count { y[i] = f(x[i], z[i]) } }
package struct Statistics: Sendable, Equatable { package var minimum, maximum: Float; package var mean, deviation: Double; package var notFinite: Int }
package func statistics(_ x: FloatBuffer) -> Statistics { let v = x.values.filter(\.isFinite); let m = v.reduce(0.0) { $0 + Double($1) } / Double(max(1, v.count)); return Statistics(minimum: v.min() ?? 0, maximum: v.max() ?? 0, mean: m, deviation: (v.reduce(0.0) { $0 + (Double($1)-m)*(Double($1)-m) } / Double(max(1, v.count))).squareRoot(), notFinite: x.count - v.count) }
import Foundation
func mix(_ v: UInt64) -> UInt64 { var z = v &+ 0x9E37_79B9_7F4A_7C15; z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9; z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB; return z ^ (z >> 31) }
package func fillUniform(into x: FloatBuffer, low: Float, high: Float, key: UInt64) { for i in 0..<x.count { x[i] = low + (high - low) * Float(mix(key &+ UInt64(i) &* 77777) >> 40) / Float(1 << 24) } }
package func fillNormal(into x: FloatBuffer, mean: Float, deviation: Float, key: UInt64) { for i in 0..<x.count { let u = (Double(mix(key &+ UInt64(i) &* 77777) >> 11) + 0.5) / Double(1 << 53), v = Double(mix(key &* 3 &+ UInt64(i) &* 99991) >> 11) / Double(1 << 53); x[i] = mean + deviation * Float((-2 * log(u)).squareRoot() * cos(2 * .pi * v)) } }
