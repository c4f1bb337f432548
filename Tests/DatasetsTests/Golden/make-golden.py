# Makes the golden files of DatasetsTests with numpy and safetensors; run it in this folder.
import gzip
import io
import json
import struct
import zipfile

import numpy as np
from safetensors.numpy import save_file

x = (np.arange(2 * 3 * 4, dtype=np.float32) / 4 - 1).reshape(2, 3, 4)
y = np.array([1, 0], dtype=np.int64)

np.savez("stored.npz", x=x, y=y)
np.savez_compressed("deflated.npz", x=x.astype(np.float64), y=y.astype(np.int32))
np.savez("bytes.npz", x=np.arange(24, dtype=np.uint8).reshape(2, 3, 4), y=y.astype(np.uint8))
np.savez("fortran.npz", x=np.asfortranarray(x), y=y)
np.savez("bigendian.npz", x=x.astype(">f4"), y=y.astype(">i8"), half=x.astype(">f2"))
np.savez("objects.npz", x=np.array([{}, None], dtype=object), y=y)

# The later header versions, which numpy writes only for long or non-ASCII headers.
with zipfile.ZipFile("versions.npz", "w") as archive:
    for version in (1, 2, 3):
        member = io.BytesIO()
        np.lib.format.write_array(member, x, version=(version, 0))
        archive.writestr(f"v{version}.npy", member.getvalue())

save_file(
    {
        "conv1.weight": x,
        "double": x.astype(np.float64),
        "half": x.astype(np.float16),
        "labels": y,
        "small": y.astype(np.int32),
        "bytes": np.arange(5, dtype=np.uint8),
        "empty": np.zeros((0, 3), dtype=np.float32),
        "scalar": np.array(2.5, dtype=np.float32),
    },
    "types.safetensors",
    metadata={"made by": "safetensors \"python\" – é"},
)

# bfloat16 is unknown to numpy: the upper halves of Float32 numbers, by hand.
numbers = b"".join(struct.pack("<f", value)[2:] for value in (1.5, -2.0, 0.25))
header = json.dumps({"b": {"dtype": "BF16", "shape": [3], "data_offsets": [0, 6]}}).encode()
header += b" " * (-len(header) % 8)
with open("bfloat16.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + numbers)

images = np.arange(3 * 2 * 2, dtype=np.uint8)
with gzip.GzipFile("tiny-images-idx3-ubyte.gz", "wb", mtime=0) as file:
    file.write(struct.pack(">IIII", 0x803, 3, 2, 2) + images.tobytes())
with gzip.GzipFile("tiny-labels-idx1-ubyte.gz", "wb", mtime=0) as file:
    file.write(struct.pack(">II", 0x801, 3) + bytes([2, 0, 1]))
