using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client;

/// <summary>Writes a request message with one batch item (KMIP 1.4 section 7.1).</summary>
internal static class RequestFrame
{
    public static void Write<TRequest, TResponse>(TtlvWriter writer, IKmipRequest<TRequest, TResponse> request, KmipVersion version)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        writer.Reset();
        using TtlvWriter.Scope message = writer.BeginStructure(KmipTag.RequestMessage);
        using (writer.BeginStructure(KmipTag.RequestHeader))
        {
            using (writer.BeginStructure(KmipTag.ProtocolVersion))
            {
                writer.WriteInteger(KmipTag.ProtocolVersionMajor, version.Major);
                writer.WriteInteger(KmipTag.ProtocolVersionMinor, version.Minor);
            }

            writer.WriteInteger(KmipTag.BatchCount, 1);
        }

        using TtlvWriter.Scope item = writer.BeginStructure(KmipTag.BatchItem);
        writer.WriteEnumeration(KmipTag.Operation, TRequest.Operation);
        using TtlvWriter.Scope payload = writer.BeginStructure(KmipTag.RequestPayload);
        request.Encode(writer, version);
    }
}
