// How the numbers tower computes: on how many threads, and with which kernels.

import Kernels

/// Uses up to `count` threads from now on; 0 for one a core. Results do not depend on it.
package func useThreads(_ count: Int) { Threads.count = count }

/// What `body` gives with the fast kernels, or with the plain loops that they are tested against.
package func withKernels<Result>(isReference: Bool, _ body: () -> Result) -> Result {
  KernelChoice.$current.withValue(isReference ? .reference : .fast, operation: body)
}
