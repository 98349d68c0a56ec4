using System.Buffers.Binary;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Sessions;

/// <summary>A claim costs nothing until it is kept.</summary>
[Collection(AloneInProcess.Name)]
public sealed class SessionAllocations
{
    [Theory]
    [Trait("Abuse", "A03")]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFFFFFFF8u)]
    [InlineData(0x80000000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x00100000u)]
    public async Task A_length_that_cannot_be_is_refused_from_the_header_alone(uint length)
    {
        byte[] header = [0x42, 0x00, 0x78, 0x01, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), length);
        await Warm();
        var session = new SessionFixture();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await session.Connection.SendAsync(header);

        Assert.Equal(SessionEnd.FramingLost, await session.EndSoon());
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 65_536);
        Assert.Empty(session.Handler.Frames);
        Assert.Equal(FakeFrameHandler.AnswerTo("framing"u8), await session.Connection.ReadToEndAsync());

        static async Task Warm()
        {
            var session = new SessionFixture();
            await session.Connection.SendAsync(new byte[8]);
            await session.EndSoon();
        }
    }
}
