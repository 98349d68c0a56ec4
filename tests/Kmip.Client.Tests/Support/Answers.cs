using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client.Tests.Support;

/// <summary>Response messages written by hand, right or wrong.</summary>
internal static class Answers
{
    /// <summary>A success of an operation that answers with the identifier alone.</summary>
    public static byte[] Identifier(Operation operation, string identifier, KmipVersion? version = null) => Message(
        version ?? KmipVersion.V1_4,
        writer =>
        {
            writer.WriteEnumeration(KmipTag.Operation, operation);
            writer.WriteEnumeration(KmipTag.ResultStatus, ResultStatus.Success);
            using (writer.BeginStructure(KmipTag.ResponsePayload))
            {
                writer.WriteTextString(KmipTag.UniqueIdentifier, identifier);
            }
        });

    /// <summary>A batch item that is not a success. What is null is left out.</summary>
    public static byte[] Failure(Operation? operation, uint status, uint? reason, string? message) => Message(
        KmipVersion.V1_4,
        writer =>
        {
            if (operation is { } known)
            {
                writer.WriteEnumeration(KmipTag.Operation, known);
            }

            writer.WriteEnumeration(KmipTag.ResultStatus, status);
            if (reason is { } given)
            {
                writer.WriteEnumeration(KmipTag.ResultReason, given);
            }

            if (message is not null)
            {
                writer.WriteTextString(KmipTag.ResultMessage, message);
            }
        });

    /// <summary>The answer of a server to Discover Versions.</summary>
    public static byte[] Versions(KmipVersion header, params KmipVersion[] versions) => Message(
        header,
        writer =>
        {
            writer.WriteEnumeration(KmipTag.Operation, Operation.DiscoverVersions);
            writer.WriteEnumeration(KmipTag.ResultStatus, ResultStatus.Success);
            using (writer.BeginStructure(KmipTag.ResponsePayload))
            {
                foreach (KmipVersion version in versions)
                {
                    WriteVersion(writer, version);
                }
            }
        });

    /// <summary>A response message around one batch item.</summary>
    public static byte[] Message(KmipVersion version, Action<TtlvWriter> item, int batchCount = 1)
    {
        using TtlvWriter writer = new();
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            using (writer.BeginStructure(KmipTag.ResponseHeader))
            {
                WriteVersion(writer, version);
                writer.WriteDateTimeSeconds(KmipTag.TimeStamp, 1_700_000_000);
                writer.WriteInteger(KmipTag.BatchCount, batchCount);
            }

            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                item(writer);
            }
        }

        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The version in the header of a request.</summary>
    public static KmipVersion VersionOf(byte[] request)
    {
        TtlvReader reader = new TtlvReader(request).ReadStructure(KmipTag.RequestMessage).ReadStructure(KmipTag.RequestHeader)
            .ReadStructure(KmipTag.ProtocolVersion);
        return new KmipVersion(reader.ReadInteger(KmipTag.ProtocolVersionMajor), reader.ReadInteger(KmipTag.ProtocolVersionMinor));
    }

    private static void WriteVersion(TtlvWriter writer, KmipVersion version)
    {
        using TtlvWriter.Scope scope = writer.BeginStructure(KmipTag.ProtocolVersion);
        writer.WriteInteger(KmipTag.ProtocolVersionMajor, version.Major);
        writer.WriteInteger(KmipTag.ProtocolVersionMinor, version.Minor);
    }
}
