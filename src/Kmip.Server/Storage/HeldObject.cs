using System.Security.Cryptography;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>How the <see cref="InMemoryStore"/> holds an object: in the clear, or sealed. It may be disposed while others open it.</summary>
internal abstract class HeldObject : IDisposable
{
    /// <summary>Takes a copy of an object; the caller still disposes it.</summary>
    public static async ValueTask<HeldObject> HoldAsync(
        string uniqueIdentifier, ManagedObject managedObject, ObjectSealer? sealer, CancellationToken cancellationToken)
    {
        StoredObject content = StoredObject.From(managedObject);
        if (sealer is null)
        {
            return new InClear(content);
        }

        using (content)
        {
            return new Sealed(uniqueIdentifier, await sealer.SealAsync(uniqueIdentifier, content, cancellationToken).ConfigureAwait(false), sealer);
        }
    }

    /// <summary>A copy of the object, to be disposed by the caller; null once this is disposed.</summary>
    public abstract ValueTask<ManagedObject?> TryOpenAsync(CancellationToken cancellationToken);

    /// <summary>Zeroes what is held.</summary>
    public abstract void Dispose();

    private sealed class InClear(StoredObject content) : HeldObject
    {
        public override ValueTask<ManagedObject?> TryOpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(content.TryDecode());

        public override void Dispose() => content.Dispose();
    }

    private sealed class Sealed(string uniqueIdentifier, byte[] bytes, ObjectSealer sealer) : HeldObject
    {
        private readonly Lock _gate = new();
        private bool _disposed;

        public override async ValueTask<ManagedObject?> TryOpenAsync(CancellationToken cancellationToken)
        {
            byte[] copy;
            lock (_gate)
            {
                if (_disposed)
                {
                    return null;
                }

                copy = [.. bytes];
            }

            using StoredObject content = await sealer.OpenAsync(uniqueIdentifier, copy, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                // The provider may have taken its time: an object that was destroyed meanwhile is not handed out any more.
                return _disposed ? null : content.Decode();
            }
        }

        public override void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
    }
}
