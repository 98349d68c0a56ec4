using Kmip.KeyProviders;

namespace Kmip.Server.Tests.Support;

/// <summary>A key provider that works until it is told to fail, and counts what it is asked.</summary>
public sealed class SwitchableKeyProvider : IKeyProvider, IDisposable
{
    private readonly LocalKeyProvider _inner = new(new byte[32]);
    private int _unwraps;

    /// <summary>Thrown by every call while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where set, what an unwrap gives instead of the key.</summary>
    public byte[]? Unwrapped { get; set; }

    /// <summary>Where set, what a wrap gives.</summary>
    public byte[]? Wrapped { get; set; }

    /// <summary>Where set, awaited by every unwrap before it does anything.</summary>
    public Func<Task>? BeforeUnwrap { get; set; }

    public int Unwraps => _unwraps;

    public string KeyId => "switchable";

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) =>
        Failure is { } failure ? throw failure : Wrapped is { } wrapped ? ValueTask.FromResult(wrapped) : _inner.WrapAsync(dataKey, cancellationToken);

    public async ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unwraps);
        await (BeforeUnwrap?.Invoke() ?? Task.CompletedTask);
        if (Failure is { } failure)
        {
            throw failure;
        }

        if (Unwrapped is not { } other)
        {
            return await _inner.UnwrapAsync(wrapped, destination, cancellationToken);
        }

        other.CopyTo(destination);
        return other.Length;
    }

    public void Dispose() => _inner.Dispose();
}
