using System.Buffers;
using BenchmarkDotNet.Attributes;
using Kmip.Ttlv;

namespace Kmip.Benchmarks.Ttlv;

/// <summary>The codec on whole messages at item level, beside a copy of the same bytes as the floor.</summary>
[MemoryDiagnoser]
public class TtlvBenchmarks : IDisposable
{
    private readonly TtlvWriter _writer = new(64 * 1024);
    private byte[] _bytes = [];
    private byte[] _target = [];
    private ReadOnlySequence<byte> _sequence;
    private KmipTag _tag;
    private ItemScript _script = new([]);

    [ParamsSource(nameof(Names))]
    public string Message { get; set; } = "";

    public static IEnumerable<string> Names => BenchmarkMessages.Names;

    [GlobalSetup]
    public void Load()
    {
        _bytes = BenchmarkMessages.Read(Message);
        _target = new byte[_bytes.Length];
        _sequence = new ReadOnlySequence<byte>(_bytes);
        _tag = new TtlvReader(_bytes).PeekTag();
        _script = new ItemScript(_bytes);
        if (!Write().SequenceEqual(_bytes))
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

    [Benchmark(Baseline = true)]
    public void Copy() => _bytes.CopyTo(_target, 0);

    [Benchmark]
    public bool Frame()
    {
        ReadOnlySequence<byte> buffer = _sequence;
        return TtlvFraming.TryReadFrame(ref buffer, _tag, TtlvLimits.Default, out _);
    }

    [Benchmark]
    public void Validate() => TtlvValidator.Validate(_bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);

    [Benchmark]
    public long Read()
    {
        TtlvReader reader = new(_bytes);
        return ItemWalk.Read(ref reader);
    }

    [Benchmark]
    public int WriteMessage() => Write().Length;

    private ReadOnlySpan<byte> Write()
    {
        _writer.Reset();
        _script.Write(_writer);
        return _writer.WrittenSpan;
    }
}
