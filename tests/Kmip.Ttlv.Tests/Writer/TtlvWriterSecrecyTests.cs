using System.Runtime.InteropServices;

namespace Kmip.Ttlv.Tests.Writer;

/// <summary>No buffer that held a message keeps it: each way in which bytes leave the writer zeroes them.</summary>
public sealed class TtlvWriterSecrecyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)0xA5, 64)];

    private static byte[] BufferOf(TtlvWriter writer)
    {
        Assert.True(MemoryMarshal.TryGetArray(writer.WrittenMemory, out ArraySegment<byte> segment));
        return segment.Array!;
    }

    [Fact]
    public void A_buffer_that_was_grown_out_of_is_zeroed()
    {
        using TtlvWriter writer = new(128);
        writer.WriteByteString(KmipTag.KeyMaterial, Secret);
        byte[] old = BufferOf(writer);
        Assert.Contains((byte)0xA5, old);
        writer.WriteByteString(KmipTag.KeyMaterial, new byte[old.Length]);
        Assert.NotSame(old, BufferOf(writer));
        Assert.DoesNotContain((byte)0xA5, old);
    }

    [Fact]
    public void Reset_zeroes()
    {
        using TtlvWriter writer = new(128);
        writer.WriteByteString(KmipTag.KeyMaterial, Secret);
        byte[] buffer = BufferOf(writer);
        writer.Reset();
        Assert.Same(buffer, BufferOf(writer));
        Assert.DoesNotContain((byte)0xA5, buffer);
    }

    [Fact]
    public void Dispose_zeroes()
    {
        TtlvWriter writer = new(128);
        writer.WriteByteString(KmipTag.KeyMaterial, Secret);
        byte[] buffer = BufferOf(writer);
        writer.Dispose();
        Assert.DoesNotContain((byte)0xA5, buffer);
    }

    [Fact]
    public void Rollback_zeroes()
    {
        using TtlvWriter writer = new(128);
        TtlvWriter.Mark mark = writer.GetMark();
        writer.WriteByteString(KmipTag.KeyMaterial, Secret);
        writer.RollbackTo(mark);
        Assert.DoesNotContain((byte)0xA5, BufferOf(writer));
    }

    [Fact]
    public void A_text_that_is_refused_half_way_is_zeroed()
    {
        using TtlvWriter writer = new(256);
        Assert.Throws<ArgumentException>(() => writer.WriteTextString(KmipTag.Password, "canary-password\uD800"));
        Assert.Equal(-1, BufferOf(writer).AsSpan().IndexOf("canary"u8));
    }
}
