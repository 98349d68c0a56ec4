using Kmip.Protocol;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// The material of one object in memory, or the reason why there is none. Readers on older pictures of the store share it, so it has a lock: whoever
/// decodes it is never met by its erasure.
/// </summary>
internal sealed class HeldKey : IDisposable
{
    private readonly Lock _gate = new();
    private MasterKey? _key;
    private SealedContent? _content;
    private ProxyException? _failure;
    private bool _erased;

    /// <summary>Holds what came of opening a key; it is the owner now.</summary>
    public HeldKey(OpenedKey opened)
    {
        _key = opened.Key;
        _content = opened.Content;
        _failure = opened.Failure;
        _erased = opened.IsDestroyed;
    }

    /// <summary>Holds a new object; it is the owner now.</summary>
    public HeldKey(MasterKey key, SealedContent? content)
    {
        _key = key;
        _content = content;
    }

    /// <summary>Why the key did not open; null where it did or is destroyed.</summary>
    public ProxyException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>A copy of the object; null where it is destroyed or did not open.</summary>
    public ManagedObject? Copy()
    {
        lock (_gate)
        {
            return _erased || _key is null ? null : _content?.Object.Decode() ?? MasterKeyObject.From(_key.Span);
        }
    }

    /// <summary>The value that ties the wrapped key to its identifier; null where the key did not open.</summary>
    public byte[]? ComputeKeyCheck(string keyId)
    {
        lock (_gate)
        {
            return _erased || _key is null ? null : KmipSection.ComputeKeyCheck(_key.Span, keyId);
        }
    }

    /// <summary>Takes over the result of a later attempt, unless an earlier one succeeded or the object was destroyed meanwhile.</summary>
    public void Take(OpenedKey opened)
    {
        lock (_gate)
        {
            if (_erased || _key is not null)
            {
                opened.Dispose();
                return;
            }

            _key = opened.Key;
            _content = opened.Content;
            _failure = opened.Failure;
        }
    }

    /// <summary>Zeroes the material for good.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _erased = true;
            _failure = null;
            _key?.Dispose();
            _content?.Dispose();
        }
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "(a held key)";
}
