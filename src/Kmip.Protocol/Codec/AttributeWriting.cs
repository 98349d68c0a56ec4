using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>How generated code writes lists of attributes and of their names.</summary>
internal static class AttributeWriting
{
    /// <summary>Writes attributes in the form of the tag, see <see cref="AttributeReading.ReadAttributeList"/>.</summary>
    public static void WriteAttributeList(this TtlvWriter writer, KmipTag tag, AttributeList list, KmipVersion version)
    {
        if (tag is KmipTag.Attribute)
        {
            WriteAll(writer, list, version);
            return;
        }

        using (writer.BeginStructure(tag))
        {
            if (version < KmipVersion.V2_0)
            {
                foreach (Name name in list.TemplateNames)
                {
                    writer.WriteModel(KmipTag.Name, name, version);
                }
            }

            WriteAll(writer, list, version);
        }
    }

    /// <summary>Writes names of attributes; those that the version cannot name are left out.</summary>
    public static void WriteAttributeReferenceList(this TtlvWriter writer, KmipTag tag, List<KmipAttributeId> names, KmipVersion version)
    {
        foreach (KmipAttributeId id in names)
        {
            if (!id.IsDefinedIn(version))
            {
                continue;
            }

            if (tag is KmipTag.AttributeName)
            {
                writer.WriteTextString(tag, id.GetName()!);
            }
            else if (id.IsStandard)
            {
                writer.WriteEnumeration(tag, id.Tag);
            }
            else
            {
                using (writer.BeginStructure(tag))
                {
                    writer.WriteTextString(KmipTag.VendorIdentification, id.VendorIdentification!);
                    writer.WriteTextString(KmipTag.AttributeName, id.Name!);
                }
            }
        }
    }

    private static void WriteAll(TtlvWriter writer, AttributeList list, KmipVersion version)
    {
        foreach (KmipAttribute attribute in list)
        {
            if (Sendable(attribute, version) is not { } value)
            {
                continue;
            }

            if (version >= KmipVersion.V2_0 && attribute.Id.IsStandard)
            {
                value.Write(writer, attribute.Id.Tag, version);
                continue;
            }

            using (writer.BeginStructure(KmipTag.Attribute))
            {
                WriteName(writer, attribute, version);
                value.Write(writer, KmipTag.AttributeValue, version);
            }
        }
    }

    private static void WriteName(TtlvWriter writer, KmipAttribute attribute, KmipVersion version)
    {
        if (version >= KmipVersion.V2_0)
        {
            writer.WriteTextString(KmipTag.VendorIdentification, attribute.Id.VendorIdentification!);
            writer.WriteTextString(KmipTag.AttributeName, attribute.Id.Name!);
            return;
        }

        writer.WriteTextString(KmipTag.AttributeName, attribute.Id.GetName()!);
        if (attribute.Index is { } index)
        {
            writer.WriteInteger(KmipTag.AttributeIndex, index);
        }
    }

    // The value as the version may carry it; null where it may not.
    private static AttributeValue? Sendable(KmipAttribute attribute, KmipVersion version)
    {
        AttributeValue value = attribute.Value;
        if (!attribute.Id.IsDefinedIn(version))
        {
            return null;
        }

        if (!attribute.Id.IsStandard)
        {
            return value;
        }

        if (value.AsEnumeration is { } number)
        {
            bool allowed = attribute.Id.Tag is KmipTag.UniqueIdentifier ? version >= KmipVersion.V2_0 : KmipAttributeTable.MayBeSentIn(attribute.Id.Tag, number, version);
            return allowed ? value : null;
        }

        return value.AsInteger is { } bits ? AttributeValue.Integer(KmipAttributeTable.BitsThatMayBeSentIn(attribute.Id.Tag, bits, version)) : value;
    }
}
