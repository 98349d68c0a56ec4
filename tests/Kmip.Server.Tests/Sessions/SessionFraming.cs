using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Sessions;

/// <summary>Messages arrive cut anywhere, joined, or not as messages at all.</summary>
[Collection(nameof(MeasuresAllocations))]
public sealed class SessionFraming
{
    [Fact]
    [Trait("Abuse", "A22")]
    public async Task Every_two_piece_cut_gives_the_same_answer()
    {
        byte[] request = SessionFixture.Request(40);
        for (int cut = 1; cut < request.Length; cut++)
        {
            var session = new SessionFixture();
            await session.Connection.SendAsync(request.AsMemory(0, cut));
            await session.Connection.SendAsync(request.AsMemory(cut));
            await session.Connection.ToServer.CompleteAsync();

            Assert.Equal(FakeFrameHandler.AnswerTo(request), await session.Connection.ReadToEndAsync());
            Assert.Equal(SessionEnd.ClientClosed, await session.EndSoon());
        }
    }

    [Fact]
    [Trait("Abuse", "A22")]
    public async Task Byte_by_byte_gives_the_same_answer()
    {
        byte[] request = SessionFixture.Request(100);
        var session = new SessionFixture();
        foreach (byte one in request)
        {
            await session.Connection.SendAsync(new[] { one });
        }

        await session.Connection.ToServer.CompleteAsync();
        Assert.Equal(FakeFrameHandler.AnswerTo(request), await session.Connection.ReadToEndAsync());
    }

    [Fact]
    [Trait("Abuse", "A22")]
    public async Task Several_messages_in_one_buffer_are_answered_in_order()
    {
        byte[] first = SessionFixture.Request(8, 1);
        byte[] second = SessionFixture.Request(300, 2);
        byte[] third = SessionFixture.Request(0, 3);
        var session = new SessionFixture();
        await session.Connection.SendAsync((byte[])[.. first, .. second, .. third]);
        await session.Connection.ToServer.CompleteAsync();

        byte[] expected = [.. FakeFrameHandler.AnswerTo(first), .. FakeFrameHandler.AnswerTo(second), .. FakeFrameHandler.AnswerTo(third)];
        Assert.Equal(expected, await session.Connection.ReadToEndAsync());
        Assert.Equal([first, second, third], session.Handler.Frames);
    }

    [Fact]
    public async Task A_message_over_many_segments_is_handed_over_whole()
    {
        byte[] request = SessionFixture.Request(200_000);
        var session = new SessionFixture(pauseResponsesAt: 1_000_000);
        await session.Connection.SendAsync(request);
        await session.Connection.ToServer.CompleteAsync();

        Assert.Equal(FakeFrameHandler.AnswerTo(request), await session.Connection.ReadToEndAsync());
    }

    [Fact]
    [Trait("Abuse", "A04")]
    public async Task A_message_of_exactly_the_limit_is_answered_and_eight_bytes_more_are_not()
    {
        int limit = TtlvLimits.Default.MaximumMessageLength;
        var session = new SessionFixture(pauseResponsesAt: 4_000_000);
        await session.Connection.SendAsync(SessionFixture.Request(limit - 16));
        byte[] tooLong = SessionFixture.Request(limit - 8);
        await session.Connection.SendAsync(tooLong.AsMemory(0, 8));

        Assert.Equal(SessionEnd.FramingLost, await session.EndSoon());
        Assert.Single(session.Handler.Frames);
        Assert.EndsWith(Convert.ToHexString(FakeFrameHandler.AnswerTo("framing"u8)), Convert.ToHexString(await session.Connection.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Abuse", "A06")]
    [InlineData("42007B01")]
    [InlineData("42007701")]
    [InlineData("54000101")]
    [InlineData("00000001")]
    [InlineData("42007802")]
    [InlineData("47455420")]
    public async Task Another_outer_tag_or_type_gets_the_framing_answer_and_a_close(string start)
    {
        var session = new SessionFixture();
        await session.Connection.SendAsync((byte[])[.. Convert.FromHexString(start), 0, 0, 0, 8]);

        Assert.Equal(SessionEnd.FramingLost, await session.EndSoon());
        Assert.Equal(FakeFrameHandler.AnswerTo("framing"u8), await session.Connection.ReadToEndAsync());
    }

    [Fact]
    [Trait("Abuse", "A01")]
    [Trait("Abuse", "A02")]
    public async Task A_close_inside_a_message_ends_the_session_without_an_answer()
    {
        byte[] request = SessionFixture.Request(40);
        for (int length = 0; length < request.Length; length++)
        {
            var session = new SessionFixture();
            await session.Connection.SendAsync(request.AsMemory(0, length));
            await session.Connection.ToServer.CompleteAsync();

            Assert.Equal(length == 0 ? SessionEnd.ClientClosed : SessionEnd.Truncated, await session.EndSoon());
            Assert.Empty(await session.Connection.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Consumed_bytes_are_zeroed()
    {
        byte[] request = SessionFixture.Request(16, 0xAB);
        var transport = new ArrayTransport(request);
        var session = new KmipSession(new FakeFrameHandler(), new KmipSessionOptions(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<KmipSession>.Instance);
        await session.RunAsync(transport, SessionFixture.Client, CancellationToken.None);

        Assert.All(request, value => Assert.Equal(0, value));
    }

    private sealed class ArrayTransport(byte[] bytes) : System.IO.Pipelines.IDuplexPipe
    {
        private readonly System.IO.Pipelines.Pipe _output = new();

        public System.IO.Pipelines.PipeReader Input { get; } = System.IO.Pipelines.PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(bytes));

        public System.IO.Pipelines.PipeWriter Output => _output.Writer;
    }
}
