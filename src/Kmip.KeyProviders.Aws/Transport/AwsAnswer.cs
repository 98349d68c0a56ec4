using System.Text.Json;
using System.Xml;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>Reads from an answer what the provider itself needs: whether it is one, and the short error code.</summary>
internal static class AwsAnswer
{
    /// <summary>Answers are flat; deep nesting only costs time.</summary>
    private const int MaximumDepth = 8;

    /// <summary>One whole JSON object, or XML in STS's namespace.</summary>
    public static bool IsWellFormed(AwsService service, ReadOnlyMemory<byte> body)
    {
        try
        {
            return service == AwsService.Kms ? IsJsonObject(body.Span) : IsStsXml(body);
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return false;
        }
    }

    /// <summary>
    /// The code of a failure: JSON <c>__type</c> (with an optional namespace before <c>#</c>) or <c>code</c>, XML <c>Error/Code</c>. Null where the
    /// body is not the service's.
    /// </summary>
    public static string? ErrorCode(ReadOnlySpan<byte> body)
    {
        try
        {
            ReadOnlySpan<byte> text = body.TrimStart(" \t\r\n"u8);
            return text switch
            {
                [(byte)'{', ..] => JsonCode(text),
                [(byte)'<', ..] => XmlCode(text.ToArray()),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsJsonObject(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read())
        {
        }

        return true;
    }

    private static bool IsStsXml(ReadOnlyMemory<byte> body)
    {
        using XmlReader reader = Xml(body.ToArray());
        bool isSts = reader.MoveToContent() == XmlNodeType.Element && reader.NamespaceURI == "https://sts.amazonaws.com/doc/2011-06-15/";
        while (reader.Read())
        {
        }

        return isSts;
    }

    private static string? JsonCode(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && (reader.ValueTextEquals("__type"u8) || reader.ValueTextEquals("code"u8)))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.String ? Bare(reader.GetString()) : null;
            }
        }

        return null;
    }

    private static string? XmlCode(byte[] body)
    {
        using XmlReader reader = Xml(body);
        bool inError = false;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (inError && reader.LocalName == "Code")
                {
                    return Bare(reader.ReadElementContentAsString());
                }

                inError |= reader.LocalName == "Error";
            }
        }

        return null;
    }

    private static string? Bare(string? code)
    {
        string? name = code?[(code.LastIndexOf('#') + 1)..];
        int colon = name?.IndexOf(':') ?? -1;
        return colon < 0 ? name : name![..colon];
    }

    private static XmlReader Xml(byte[] body) => XmlReader.Create(
        new MemoryStream(body),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = KeyServiceGuard.MaximumAnswerLength });
}
