using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>How generated code reads managed objects, key values and credentials.</summary>
internal static class ObjectReading
{
    /// <summary>Reads the managed object that comes next.</summary>
    public static ManagedObject ReadManagedObject(this ref TtlvReader reader, KmipVersion version) => reader.PeekTag() switch
    {
        KmipTag.Certificate => reader.ReadModel<Certificate>(KmipTag.Certificate, version),
        KmipTag.SymmetricKey => reader.ReadModel<SymmetricKey>(KmipTag.SymmetricKey, version),
        KmipTag.PublicKey => reader.ReadModel<PublicKey>(KmipTag.PublicKey, version),
        KmipTag.PrivateKey => reader.ReadModel<PrivateKey>(KmipTag.PrivateKey, version),
        KmipTag.SplitKey => reader.ReadModel<SplitKey>(KmipTag.SplitKey, version),
        KmipTag.Template => reader.ReadModel<Template>(KmipTag.Template, version),
        KmipTag.SecretData => reader.ReadModel<SecretData>(KmipTag.SecretData, version),
        KmipTag.OpaqueObject => reader.ReadModel<OpaqueObject>(KmipTag.OpaqueObject, version),
        KmipTag.PGPKey => reader.ReadModel<PGPKey>(KmipTag.PGPKey, version),
        KmipTag.CertificateRequest => reader.ReadModel<CertificateRequest>(KmipTag.CertificateRequest, version),
        KmipTag tag => throw new TtlvException(TtlvError.UnexpectedTag, tag, reader.Position, "a managed object belongs here"),
    };

    /// <summary>Reads the managed object that comes next; it must be of the type that the message announced.</summary>
    public static ManagedObject ReadManagedObject(this ref TtlvReader reader, ObjectType type, KmipVersion version)
    {
        int position = reader.Position;
        ManagedObject value = reader.ReadManagedObject(version);
        if (value.ObjectType == type)
        {
            return value;
        }

        KmipTag tag = ManagedObject.TagOf(value.ObjectType);
        value.Dispose();

        // A field with a wrong value, not a message that cannot be understood (KMIP 1.4 section 11.4: Invalid Field).
        throw new TtlvException(TtlvError.ValueOutOfRange, tag, position, "the object is of another type than Object Type says");
    }

    /// <summary>Reads a Key Value: a structure, or bytes where all of it is wrapped.</summary>
    public static KeyValue ReadKeyValue(this ref TtlvReader reader, KeyFormatType format, KmipVersion version)
    {
        if (reader.PeekType() is TtlvType.ByteString)
        {
            return KeyValue.FromWrapped(SecretBuffer.CopyOf(reader.ReadByteString(KmipTag.KeyValue)));
        }

        TtlvReader fields = reader.ReadStructure(KmipTag.KeyValue);
        return KeyValue.Decode(ref fields, format, version);
    }

    /// <summary>Reads a Credential Value, whose form the credential type decides.</summary>
    public static CredentialValue ReadCredentialValue(this ref TtlvReader reader, CredentialType type, KmipVersion version)
    {
        const KmipTag Tag = KmipTag.CredentialValue;
        return type switch
        {
            CredentialType.UsernameAndPassword => reader.ReadModel<UsernamePasswordCredential>(Tag, version),
            CredentialType.Device => reader.ReadModel<DeviceCredential>(Tag, version),
            CredentialType.Attestation => reader.ReadModel<AttestationCredential>(Tag, version),
            CredentialType.OneTimePassword => reader.ReadModel<OneTimePasswordCredential>(Tag, version),
            CredentialType.HashedPassword => reader.ReadModel<HashedPasswordCredential>(Tag, version),
            CredentialType.Ticket => reader.ReadModel<TicketCredential>(Tag, version),
            _ => reader.ReadModel<OpaqueCredential>(Tag, version),
        };
    }

    /// <summary>Writes a Key Value.</summary>
    public static void WriteKeyValue(this TtlvWriter writer, KmipTag tag, KeyValue value, KmipVersion version)
    {
        if (value.Wrapped is { } wrapped)
        {
            writer.WriteByteString(tag, wrapped.Span);
        }
        else
        {
            writer.WriteModel(tag, value, version);
        }
    }

    /// <summary>Writes a Credential Value.</summary>
    public static void WriteCredentialValue(this TtlvWriter writer, KmipTag tag, CredentialValue value, KmipVersion version) =>
        writer.WriteModel(tag, value, version);
}
