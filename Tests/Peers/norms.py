# Norms of a layer's Jacobian in float64, by other means than the program's.

import torch

# A Jacobian with at most this many entries is written out.
LARGEST = 2_500_000
# Otherwise: steps of Lanczos with every vector kept, and random probes.
STEPS, PROBES = 120, 300


def norms(f, x, coupled):
    """Spectral and Frobenius norm of the Jacobian of `f` at `x` over the whole batch.

    `coupled`: whether examples interact; if not, each example's Jacobian is taken for itself.
    """
    if coupled:
        return matrix_norms(f, x)
    parts = [matrix_norms(f, x[n:n + 1]) for n in range(len(x))]
    return max(s for s, _ in parts), sum(f * f for _, f in parts) ** 0.5


def matrix_norms(f, x):
    y, vjp = torch.func.vjp(f, x)
    if x.numel() * y.numel() <= LARGEST:
        rows = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        jacobian = torch.func.vmap(lambda row: vjp(row)[0], chunk_size=256)(rows)
        jacobian = jacobian.reshape(y.numel(), x.numel())
        gram = jacobian @ jacobian.T if y.numel() <= x.numel() else jacobian.T @ jacobian
        return torch.linalg.eigvalsh(gram)[-1].clamp(min=0).sqrt().item(), jacobian.norm().item()
    return lanczos(f, x, vjp), hutchinson(f, x, y, vjp)


def lanczos(f, x, vjp):
    """σ_max by Lanczos' method on JᵀJ with full reorthogonalization."""
    generator = torch.Generator().manual_seed(7)
    basis = [torch.randn(x.numel(), generator=generator, dtype=x.dtype)]
    basis[0] /= basis[0].norm()
    diagonal, beside = [], []
    for _ in range(STEPS):
        v = basis[-1].reshape(x.shape)
        w = vjp(torch.func.jvp(f, (x,), (v,))[1])[0].flatten()
        diagonal.append((w @ basis[-1]).item())
        for _ in range(2):
            kept = torch.stack(basis)
            w = w - kept.T @ (kept @ w)
        beside.append(w.norm().item())
        if beside[-1] < 1e-12 * max(diagonal):
            break
        basis.append(w / beside[-1])
    off = torch.tensor(beside[:len(diagonal) - 1], dtype=torch.float64)
    matrix = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    matrix = matrix + torch.diag(off, 1) + torch.diag(off, -1)
    return torch.linalg.eigvalsh(matrix)[-1].clamp(min=0).sqrt().item()


def hutchinson(f, x, y, vjp):
    """‖J‖_F from random probes on the smaller side."""
    generator = torch.Generator().manual_seed(11)
    smaller = x if x.numel() <= y.numel() else y
    total = 0.0
    for _ in range(PROBES):
        probe = torch.randint(0, 2, smaller.shape, generator=generator).to(x.dtype) * 2 - 1
        image = torch.func.jvp(f, (x,), (probe,))[1] if smaller is x else vjp(probe)[0]
        total += image.square().sum().item()
    return (total / PROBES) ** 0.5
