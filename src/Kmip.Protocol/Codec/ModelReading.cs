using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>How generated code reads the types that are written by hand.</summary>
internal static class ModelReading
{
    /// <summary>Reads a structure of the model.</summary>
    public static T ReadModel<T>(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
        where T : IKmipStructure<T>
    {
        TtlvReader fields = reader.ReadStructure(tag);
        return T.Decode(ref fields, version);
    }

    /// <summary>Reads a unique identifier, see <see cref="UniqueIdentifier"/>.</summary>
    public static UniqueIdentifier ReadUniqueIdentifier(this ref TtlvReader reader, KmipTag tag, KmipVersion version) =>
        version < KmipVersion.V2_0 || reader.PeekType() is not (TtlvType.Enumeration or TtlvType.Integer)
            ? new UniqueIdentifier(reader.ReadTextString(tag))
            : reader.PeekType() is TtlvType.Enumeration
                ? new UniqueIdentifier(reader.ReadEnumeration<UniqueIdentifierEnumeration>(tag))
                : new UniqueIdentifier(reader.ReadInteger(tag));

    /// <summary>Reads a Protocol Version; the version of the message does not matter.</summary>
    public static KmipVersion ReadKmipVersion(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        TtlvReader fields = reader.ReadStructure(tag);
        ModelRules.Require(in fields, KmipTag.ProtocolVersionMajor, "ProtocolVersion");
        int major = fields.ReadInteger(KmipTag.ProtocolVersionMajor);
        ModelRules.Require(in fields, KmipTag.ProtocolVersionMinor, "ProtocolVersion");
        int minor = fields.ReadInteger(KmipTag.ProtocolVersionMinor);
        ModelRules.RequireEnd(in fields, "ProtocolVersion", version);
        return new KmipVersion(major, minor);
    }

    /// <summary>Reads the indicator: a Boolean before 2.0, where true means that the server may answer later.</summary>
    public static AsynchronousIndicator ReadAsynchronousIndicatorField(this ref TtlvReader reader, KmipTag tag, KmipVersion version) =>
        version >= KmipVersion.V2_0 ? reader.ReadEnumeration<AsynchronousIndicator>(tag)
        : reader.ReadBoolean(tag) ? AsynchronousIndicator.Optional
        : AsynchronousIndicator.Prohibited;

    /// <summary>Reads Data that refers to another item of the batch.</summary>
    public static DataReference ReadDataReference(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        _ = version;
        return reader.PeekType() is TtlvType.Integer
            ? new DataReference(reader.ReadInteger(tag))
            : new DataReference(reader.ReadEnumeration<DataEnumeration>(tag));
    }

    /// <summary>Reads a structure whose fields are not ours to know.</summary>
    public static OpaqueStructure ReadOpaqueStructure(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        TtlvReader fields = reader.ReadStructure(tag);
        return OpaqueStructure.Decode(ref fields, version);
    }

    /// <summary>Reads all items that are left, each with its header.</summary>
    public static List<byte[]> ReadOpaqueItems(this ref TtlvReader reader, KmipVersion version)
    {
        _ = version;
        List<byte[]> items = [];
        while (!reader.IsAtEnd)
        {
            items.Add(reader.ReadEncodedItem().ToArray());
        }

        return items;
    }
}
