using System.Security.Cryptography;
using System.Text;
using Kmip.Protocol;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// The <c>kmip</c> object of a metadata file that the proxy wrote: what KMIP knows of the object besides its key. Nothing in it is secret in
/// the clear: what must stay secret is in <see cref="Sealed"/>, encrypted under the wrapped key.
/// </summary>
internal sealed partial record KmipSection
{
    /// <summary>The version of this form. A file with another one is refused and left untouched: guessing could lose state.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>
    /// Ties the key to its identifier: HMAC-SHA-256 with the key over a fixed text and the identifier. A wrapped key of another object, which unwraps
    /// without an error, is found out by it. It does not reveal a random key. Null in files that another program prepared.
    /// </summary>
    public byte[]? KeyCheck { get; init; }

    /// <summary>The state; null means Active, as a snapshot's key is.</summary>
    public State? State { get; init; }

    /// <summary>The type of the object; null means a symmetric key.</summary>
    public ObjectType? ObjectType { get; init; }

    /// <summary>The fingerprint of the client that brought the object; null where it is not recorded.</summary>
    public string? Owner { get; init; }

    /// <summary>Counts the objects as they were added, so that Locate keeps the newest first after a restart; 0 where it is not recorded.</summary>
    public long Sequence { get; init; }

    /// <summary>The attributes; null where none are recorded.</summary>
    public RecordedAttributes? Attributes { get; init; }

    /// <summary>
    /// The object, encrypted under the wrapped key, which is then a data key of its own (<see cref="SealedContent"/>); null where the wrapped key is the
    /// object: an AES-256 key.
    /// </summary>
    public byte[]? Sealed { get; init; }

    /// <summary>Fields of later programs, kept as they are: name and JSON.</summary>
    public IReadOnlyList<(string Name, byte[] Json)> Unknown { get; init; } = [];

    /// <summary>True once the wrapped key is gone, or is to go.</summary>
    public bool IsDestroyed => State is Protocol.State.Destroyed or Protocol.State.DestroyedCompromised;

    /// <summary>The value for <see cref="KeyCheck"/>.</summary>
    public static byte[] ComputeKeyCheck(ReadOnlySpan<byte> key, string keyId) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("kmip-proxy key check v1\0" + keyId));

    /// <summary>True where the key is the one that the section was written for, or the section does not say.</summary>
    public bool Matches(ReadOnlySpan<byte> key, string keyId) =>
        KeyCheck is null || CryptographicOperations.FixedTimeEquals(KeyCheck, ComputeKeyCheck(key, keyId));

    /// <summary>The name only.</summary>
    public override string ToString() => "(kmip section)";
}
