using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// What a client proves its identity with in the header of a request (clause 2.1.2 of 1.x, 9.11 of 2.x); one generated type for each
/// credential type. Secrets inside are zeroed when disposed.
/// </summary>
public abstract class CredentialValue : IKmipStructure, IDisposable
{
    private protected CredentialValue()
    {
    }

    /// <inheritdoc/>
    public abstract void Encode(TtlvWriter writer, KmipVersion version);

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose()
    {
        DisposeSecrets();
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes the secrets of the type.</summary>
    protected virtual void DisposeSecrets()
    {
    }
}

/// <summary>A credential of a type that this library has no model of.</summary>
public sealed class OpaqueCredential : CredentialValue, IKmipStructure<OpaqueCredential>
{
    private readonly OpaqueStructure _structure;

    /// <summary>Takes over the fields.</summary>
    public OpaqueCredential(OpaqueStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _structure = structure;
    }

    /// <inheritdoc/>
    public static OpaqueCredential Decode(ref TtlvReader reader, KmipVersion version) => new(OpaqueStructure.Decode(ref reader, version));

    /// <inheritdoc/>
    public override void Encode(TtlvWriter writer, KmipVersion version) => _structure.Encode(writer, version);

    /// <inheritdoc/>
    protected override void DisposeSecrets() => _structure.Dispose();
}
