// How many threads the numbers tower uses.

import Kernels

/// Uses up to `count` threads from now on; 0 for one a core. Results do not depend on it.
package func useThreads(_ count: Int) { Threads.count = count }
