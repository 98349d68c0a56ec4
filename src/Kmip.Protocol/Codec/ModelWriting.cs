using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>How generated code writes the types that are written by hand.</summary>
internal static class ModelWriting
{
    /// <summary>Writes a structure of the model with its header.</summary>
    public static void WriteModel(this TtlvWriter writer, KmipTag tag, IKmipStructure structure, KmipVersion version)
    {
        using (writer.BeginStructure(tag))
        {
            structure.Encode(writer, version);
        }
    }

    /// <summary>Writes a value that is an Integer in some versions and an Enumeration in others.</summary>
    public static void WriteIntegerOrEnumeration(this TtlvWriter writer, KmipTag tag, uint value, bool integer)
    {
        if (integer)
        {
            writer.WriteInteger(tag, (int)value);
        }
        else
        {
            writer.WriteEnumeration(tag, value);
        }
    }

    /// <summary>Writes a unique identifier; before 2.0 only the text form exists.</summary>
    public static void WriteUniqueIdentifier(this TtlvWriter writer, KmipTag tag, UniqueIdentifier identifier, KmipVersion version)
    {
        if (identifier.Text is { } text)
        {
            writer.WriteTextString(tag, text);
            return;
        }

        ModelRules.RequireSendable(version >= KmipVersion.V2_0, tag, nameof(UniqueIdentifier), version);
        if (identifier.Enumeration is { } value)
        {
            writer.WriteEnumeration(tag, value);
        }
        else
        {
            writer.WriteInteger(tag, identifier.Integer.GetValueOrDefault());
        }
    }

    /// <summary>Writes a Protocol Version; the version of the message does not matter.</summary>
    public static void WriteKmipVersion(this TtlvWriter writer, KmipTag tag, KmipVersion value, KmipVersion version)
    {
        _ = version;
        using (writer.BeginStructure(tag))
        {
            writer.WriteInteger(KmipTag.ProtocolVersionMajor, value.Major);
            writer.WriteInteger(KmipTag.ProtocolVersionMinor, value.Minor);
        }
    }

    /// <summary>Writes the indicator: a Boolean before 2.0.</summary>
    public static void WriteAsynchronousIndicatorField(this TtlvWriter writer, KmipTag tag, AsynchronousIndicator value, KmipVersion version)
    {
        if (version >= KmipVersion.V2_0)
        {
            writer.WriteEnumeration(tag, value);
        }
        else
        {
            writer.WriteBoolean(tag, value is not AsynchronousIndicator.Prohibited);
        }
    }

    /// <summary>Writes Data that refers to another item of the batch.</summary>
    public static void WriteDataReference(this TtlvWriter writer, KmipTag tag, DataReference value, KmipVersion version)
    {
        _ = version;
        if (value.Enumeration is { } enumeration)
        {
            writer.WriteEnumeration(tag, enumeration);
        }
        else
        {
            writer.WriteInteger(tag, value.Integer.GetValueOrDefault());
        }
    }

    /// <summary>Writes a structure whose fields are not ours to know.</summary>
    public static void WriteOpaqueStructure(this TtlvWriter writer, KmipTag tag, OpaqueStructure value, KmipVersion version) =>
        writer.WriteModel(tag, value, version);

    /// <summary>Writes encoded items as they are.</summary>
    public static void WriteOpaqueItems(this TtlvWriter writer, List<byte[]> items, KmipVersion version)
    {
        _ = version;
        foreach (byte[] item in items)
        {
            writer.WriteEncodedItem(item);
        }
    }

    /// <summary>Writes a managed object under the tag of its type.</summary>
    public static void WriteManagedObject(this TtlvWriter writer, ManagedObject value, KmipVersion version)
    {
        ModelRules.RequireSendable(ObjectTypeNames.MayBeSentIn(value.ObjectType, version), KmipTag.ObjectType, value.ObjectType.ToString(), version);
        writer.WriteModel(ManagedObject.TagOf(value.ObjectType), value, version);
    }
}
