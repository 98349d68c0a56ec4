using BenchmarkDotNet.Attributes;
using Kmip.Ttlv;

namespace Kmip.Benchmarks.Ttlv;

/// <summary>A Get request (152 bytes) read and written as generated code does it: by the tags that are expected.</summary>
[MemoryDiagnoser]
public class GetRequestBenchmarks : IDisposable
{
    private readonly TtlvWriter _writer = new(4 * 1024);
    private readonly byte[] _bytes = BenchmarkMessages.Read("M1_get_request");
    private string _identifier = "";

    [GlobalSetup]
    public void Check()
    {
        _identifier = ReadIdentifier();
        _ = Write();
        if (!_writer.WrittenSpan.SequenceEqual(_bytes))
        {
            throw new InvalidOperationException("The message is not written to the bytes that were read.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Read() => ReadFields(out _).Length;

    [Benchmark]
    public int Write()
    {
        TtlvWriter writer = _writer;
        writer.Reset();
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                using (writer.BeginStructure(KmipTag.ProtocolVersion))
                {
                    writer.WriteInteger(KmipTag.ProtocolVersionMajor, 1);
                    writer.WriteInteger(KmipTag.ProtocolVersionMinor, 2);
                }

                writer.WriteInteger(KmipTag.BatchCount, 1);
            }

            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteEnumeration(KmipTag.Operation, 10);
                using (writer.BeginStructure(KmipTag.RequestPayload))
                {
                    writer.WriteTextString(KmipTag.UniqueIdentifier, _identifier);
                }
            }
        }

        return writer.Length;
    }

    private string ReadIdentifier() => System.Text.Encoding.UTF8.GetString(ReadFields(out _));

    private ReadOnlySpan<byte> ReadFields(out long numbers)
    {
        TtlvReader outer = new(_bytes);
        TtlvReader message = outer.ReadStructure(KmipTag.RequestMessage);
        TtlvReader header = message.ReadStructure(KmipTag.RequestHeader);
        TtlvReader version = header.ReadStructure(KmipTag.ProtocolVersion);
        numbers = version.ReadInteger(KmipTag.ProtocolVersionMajor);
        numbers += version.ReadInteger(KmipTag.ProtocolVersionMinor);
        version.ThrowIfNotEmpty();
        numbers += header.ReadInteger(KmipTag.BatchCount);
        header.ThrowIfNotEmpty();
        TtlvReader item = message.ReadStructure(KmipTag.BatchItem);
        numbers += item.ReadEnumeration(KmipTag.Operation);
        TtlvReader payload = item.ReadStructure(KmipTag.RequestPayload);
        ReadOnlySpan<byte> identifier = payload.ReadTextStringUtf8(KmipTag.UniqueIdentifier);
        payload.ThrowIfNotEmpty();
        item.ThrowIfNotEmpty();
        message.ThrowIfNotEmpty();
        outer.ThrowIfNotEmpty();
        return identifier;
    }
}
