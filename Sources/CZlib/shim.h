// zlib's interface.

#include <zlib.h>
