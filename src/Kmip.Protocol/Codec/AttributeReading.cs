using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>How generated code reads lists of attributes and of their names.</summary>
internal static class AttributeReading
{
    /// <summary>
    /// Reads attributes in the form of the tag: a run of Attribute items (1.x), one Template-Attribute structure (1.x), or one Attributes
    /// structure (2.x).
    /// </summary>
    public static AttributeList ReadAttributeList(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        AttributeList list = new();
        if (tag is KmipTag.Attribute)
        {
            ReadNamed(ref reader, list, version);
            return list;
        }

        TtlvReader fields = reader.ReadStructure(tag);
        if (version >= KmipVersion.V2_0)
        {
            ReadTagged(ref fields, list, version);
            return list;
        }

        while (fields.NextIs(KmipTag.Name))
        {
            list.TemplateNames.Add(fields.ReadModel<Name>(KmipTag.Name, version));
        }

        ReadNamed(ref fields, list, version);
        ModelRules.RequireEnd(in fields, KmipTags.GetName(tag)!, version);
        return list;
    }

    /// <summary>Reads names of attributes: Attribute Name items (1.x) or Attribute Reference items (2.x). A name need not be known.</summary>
    public static List<KmipAttributeId> ReadAttributeReferenceList(this ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        ModelRules.RequireVersion(tag is KmipTag.AttributeName || version >= KmipVersion.V2_0, in reader, "AttributeReference", version);
        List<KmipAttributeId> names = [];
        while (reader.NextIs(tag))
        {
            names.Add(tag is KmipTag.AttributeName ? KmipAttributeId.FromName(reader.ReadTextString(tag))
                : reader.PeekType() is TtlvType.Structure ? ReadVendorReference(ref reader, version)
                : new KmipAttributeId(reader.ReadEnumeration<KmipTag>(tag)));
        }

        return names;
    }

    private static KmipAttributeId ReadVendorReference(ref TtlvReader reader, KmipVersion version)
    {
        TtlvReader fields = reader.ReadStructure(KmipTag.AttributeReference);
        KmipAttributeId id = ReadVendorName(ref fields, "AttributeReference");
        ModelRules.RequireEnd(in fields, "AttributeReference", version);
        return id;
    }

    private static KmipAttributeId ReadVendorName(ref TtlvReader fields, string structure)
    {
        ModelRules.Require(in fields, KmipTag.VendorIdentification, structure);
        string vendor = fields.ReadTextString(KmipTag.VendorIdentification);
        ModelRules.Require(in fields, KmipTag.AttributeName, structure);
        return new KmipAttributeId(vendor, fields.ReadTextString(KmipTag.AttributeName));
    }

    // 1.x: Attribute { Attribute Name, Attribute Index?, Attribute Value }.
    private static void ReadNamed(ref TtlvReader reader, AttributeList list, KmipVersion version)
    {
        while (reader.NextIs(KmipTag.Attribute))
        {
            TtlvReader fields = reader.ReadStructure(KmipTag.Attribute);
            ModelRules.Require(in fields, KmipTag.AttributeName, nameof(Attribute));
            int position = fields.Position;
            KmipAttributeId id = KmipAttributeId.FromName(fields.ReadTextString(KmipTag.AttributeName));
            int? index = fields.NextIs(KmipTag.AttributeIndex) ? fields.ReadInteger(KmipTag.AttributeIndex) : null;
            AttributeValue value = id.IsStandard
                ? ReadStandard(ref fields, KmipTag.AttributeValue, id.Tag, position, version)
                : AttributeValue.ReadAny(ref fields, KmipTag.AttributeValue, version);
            ModelRules.RequireEnd(in fields, nameof(Attribute), version);
            list.Add(new KmipAttribute(id, value, index));
        }
    }

    // 2.x: one item for each value, with the attribute's own tag; Attribute { vendor, name, value } for a vendor's.
    private static void ReadTagged(ref TtlvReader fields, AttributeList list, KmipVersion version)
    {
        while (!fields.IsAtEnd)
        {
            KmipTag tag = fields.PeekTag();
            if (tag is KmipTag.Attribute)
            {
                TtlvReader vendor = fields.ReadStructure(tag);
                KmipAttributeId id = ReadVendorName(ref vendor, nameof(Attribute));
                AttributeValue value = AttributeValue.ReadAny(ref vendor, KmipTag.AttributeValue, version);
                ModelRules.RequireEnd(in vendor, nameof(Attribute), version);
                list.Add(id, value);
            }
            else
            {
                list.Add(tag, ReadStandard(ref fields, tag, tag, fields.Position, version));
            }
        }
    }

    private static AttributeValue ReadStandard(ref TtlvReader fields, KmipTag itemTag, KmipTag attributeTag, int position, KmipVersion version)
    {
        if (!KmipAttributeTable.TryFind(attributeTag, out KmipAttributeInfo? attribute) || !attribute.IsDefinedIn(version))
        {
            throw new TtlvException(TtlvError.UnexpectedItem, attributeTag, position, $"KMIP {version} has no such attribute");
        }

        ModelRules.Require(in fields, itemTag, nameof(Attribute));
        return AttributeValue.ReadStandard(ref fields, itemTag, attribute, version);
    }
}
