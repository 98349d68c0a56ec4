using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests;

/// <summary>Small responses, item by item, to show that the comparison and the checks find what they should.</summary>
internal static class Messages
{
    public const int Get = 0x0A;
    public const int Locate = 0x08;
    public const int GetAttributeList = 0x0C;

    public static WireItem Succeeded(int major, int minor, int operation, params IEnumerable<WireItem> payload) => Response(
        major,
        minor,
        Number(Tags.Operation, operation),
        Number(Tags.ResultStatus, 0),
        WireItem.Structure(Tags.ResponsePayload, payload));

    public static WireItem Failed(int major, int minor, int operation, int reason, string? message) => Response(
        major,
        minor,
        [
            Number(Tags.Operation, operation),
            Number(Tags.ResultStatus, 1),
            Number(Tags.ResultReason, reason),
            .. message is null ? Array.Empty<WireItem>() : [WireItem.OfText(Tags.ResultMessage, message)],
        ]);

    /// <summary>An AES key of 16 bytes, all of the given value, as Get gives it.</summary>
    public static WireItem Key(string identifier, byte fill) => Succeeded(
        1,
        2,
        Get,
        Number(Tags.ObjectType, 2),
        Id(identifier),
        WireItem.Structure(
            Tags.SymmetricKey,
            WireItem.Structure(
                Tags.KeyBlock,
                Number(Tags.KeyFormatType, 1),
                WireItem.Structure(Tags.KeyValue, WireItem.OfBytes(Tags.KeyMaterial, [.. Enumerable.Repeat(fill, 16)])),
                Number(Tags.CryptographicAlgorithm, 3),
                WireItem.OfNumber(Tags.CryptographicLength, WireType.Integer, 128))));

    public static WireItem Located(int major, int minor, params string[] identifiers) => Succeeded(major, minor, Locate, identifiers.Select(Id));

    public static WireItem GetOf(string identifier) => WireItem.Structure(
        Tags.RequestMessage,
        WireItem.Structure(
            Tags.BatchItem,
            Number(Tags.Operation, Get),
            WireItem.Structure(Tags.RequestPayload, Id(identifier))));

    public static WireItem Id(string identifier) => WireItem.OfText(Tags.UniqueIdentifier, identifier);

    public static WireItem Number(uint tag, int value) => WireItem.OfNumber(tag, WireType.Enumeration, value);

    private static WireItem Response(int major, int minor, params IEnumerable<WireItem> item) => WireItem.Structure(
        Tags.ResponseMessage,
        WireItem.Structure(
            Tags.ResponseHeader,
            WireItem.Structure(
                Tags.ProtocolVersion,
                WireItem.OfNumber(Tags.ProtocolVersionMajor, WireType.Integer, major),
                WireItem.OfNumber(Tags.ProtocolVersionMinor, WireType.Integer, minor)),
            WireItem.OfTime(Tags.TimeStamp, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)),
            WireItem.OfNumber(Tags.BatchCount, WireType.Integer, 1)),
        WireItem.Structure(Tags.BatchItem, item));
}
