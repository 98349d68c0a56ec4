using System.Text;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Clients;

/// <summary>Messages as the bytes a client writes and reads.</summary>
internal static class Wire
{
    /// <summary>The names of the items of a message and their nesting, such as <c>ResponseMessage(ResponseHeader(...)BatchItem(...))</c>.</summary>
    public static string Outline(ReadOnlySpan<byte> items)
    {
        var text = new StringBuilder();
        var reader = new TtlvReader(items);
        Outline(ref reader, text);
        return text.ToString();
    }

    /// <summary>A request message: version and batch count, whatever the client puts between them, then the items.</summary>
    public static byte[] Request(KmipVersion version, int items, Action<TtlvWriter> header, Action<TtlvWriter> batch)
    {
        using var writer = new TtlvWriter();
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                using (writer.BeginStructure(KmipTag.ProtocolVersion))
                {
                    writer.WriteInteger(KmipTag.ProtocolVersionMajor, version.Major);
                    writer.WriteInteger(KmipTag.ProtocolVersionMinor, version.Minor);
                }

                header(writer);
                writer.WriteInteger(KmipTag.BatchCount, items);
            }

            batch(writer);
        }

        return writer.WrittenSpan.ToArray();
    }

    /// <summary>A batch item.</summary>
    public static void Item(this TtlvWriter writer, Operation operation, Action<TtlvWriter> payload, byte? batchItemId = null)
    {
        using (writer.BeginStructure(KmipTag.BatchItem))
        {
            writer.WriteEnumeration(KmipTag.Operation, operation);
            if (batchItemId is { } id)
            {
                writer.WriteByteString(KmipTag.UniqueBatchItemID, [id]);
            }

            using (writer.BeginStructure(KmipTag.RequestPayload))
            {
                payload(writer);
            }
        }
    }

    /// <summary>A Template-Attribute with attributes in it.</summary>
    public static void Template(this TtlvWriter writer, Action<TtlvWriter> attributes)
    {
        using (writer.BeginStructure(KmipTag.TemplateAttribute))
        {
            attributes(writer);
        }
    }

    /// <summary>An attribute of KMIP 1.x.</summary>
    public static void Attribute(this TtlvWriter writer, string name, Action<TtlvWriter> value)
    {
        using (writer.BeginStructure(KmipTag.Attribute))
        {
            writer.WriteTextString(KmipTag.AttributeName, name);
            value(writer);
        }
    }

    public static void Attribute(this TtlvWriter writer, string name, int value) => writer.Attribute(name, w => w.WriteInteger(KmipTag.AttributeValue, value));

    public static void Attribute(this TtlvWriter writer, string name, string value) => writer.Attribute(name, w => w.WriteTextString(KmipTag.AttributeValue, value));

    public static void Attribute<TEnum>(this TtlvWriter writer, string name, TEnum value)
        where TEnum : unmanaged, Enum => writer.Attribute(name, w => w.WriteEnumeration(KmipTag.AttributeValue, value));

    public static void Named(this TtlvWriter writer, string name) => writer.Attribute("Name", w =>
    {
        using (w.BeginStructure(KmipTag.AttributeValue))
        {
            w.WriteTextString(KmipTag.NameValue, name);
            w.WriteEnumeration(KmipTag.NameType, NameType.UninterpretedTextString);
        }
    });

    private static void Outline(ref TtlvReader reader, StringBuilder text)
    {
        for (bool first = true; !reader.IsAtEnd; first = false)
        {
            KmipTag tag = reader.PeekTag();
            text.Append(first ? string.Empty : " ").Append(KmipTags.GetName(tag));
            if (reader.PeekType() is TtlvType.Structure)
            {
                TtlvReader inner = reader.ReadStructure(tag);
                text.Append('(');
                Outline(ref inner, text);
                text.Append(')');
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
