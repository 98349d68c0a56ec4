using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Sessions;

/// <summary>How a session ends when the server stops, the client is refused or something breaks.</summary>
public sealed class SessionClosing
{
    [Fact]
    public async Task Closing_ends_an_idle_session()
    {
        var session = new SessionFixture();
        await session.Closing.CancelAsync();
        Assert.Equal(SessionEnd.ServerClosing, await session.EndSoon());
    }

    [Fact]
    public async Task Closing_lets_the_request_in_work_be_answered()
    {
        var session = new SessionFixture();
        var release = new TaskCompletionSource();
        session.Handler.Work = _ => release.Task;
        byte[] request = SessionFixture.Request(8);
        await session.Connection.SendAsync(request);
        await session.Closing.CancelAsync();
        Assert.False(session.End.IsCompleted);
        release.SetResult();

        Assert.Equal(SessionEnd.ServerClosing, await session.EndSoon());
        Assert.Equal(FakeFrameHandler.AnswerTo(request), await session.Connection.ReadToEndAsync());
    }

    [Fact]
    public async Task Closing_does_not_wait_for_the_rest_of_a_message()
    {
        var session = new SessionFixture();
        await session.Connection.SendAsync(SessionFixture.Request(8).AsMemory(0, 12));
        await session.Closing.CancelAsync();
        Assert.Equal(SessionEnd.ServerClosing, await session.EndSoon());
        Assert.Empty(session.Handler.Frames);
    }

    [Fact]
    public async Task A_client_that_is_no_longer_welcome_is_not_answered()
    {
        var recheck = new Recheck();
        var session = new SessionFixture(new KmipSessionOptions { Recheck = recheck });
        await session.Connection.SendAsync(SessionFixture.Request(8));
        Assert.NotEmpty(session.Connection.TakeAvailable());
        recheck.Reason = "withdrawn";
        await session.Connection.SendAsync(SessionFixture.Request(8));

        Assert.Equal(SessionEnd.ClientRefused, await session.EndSoon());
        Assert.Empty(await session.Connection.ReadToEndAsync());
        Assert.Single(session.Handler.Frames);
    }

    [Fact]
    public async Task An_exception_of_the_handler_closes_the_connection_and_does_not_escape()
    {
        var session = new SessionFixture();
        session.Handler.Work = _ => throw new InvalidOperationException("defect");
        await session.Connection.SendAsync(SessionFixture.Request(8));

        Assert.Equal(SessionEnd.InternalError, await session.EndSoon());
        Assert.Empty(await session.Connection.ReadToEndAsync());
    }

    [Fact]
    public async Task A_broken_connection_ends_the_session()
    {
        var session = new SessionFixture();
        await session.Connection.ToServer.CompleteAsync(new IOException("reset"));
        Assert.Equal(SessionEnd.ConnectionLost, await session.EndSoon());
    }

    private sealed class Recheck : IClientRecheck
    {
        public string? Reason { get; set; }

        public string? Refuse(ClientIdentity client, DateTimeOffset now) => Reason;
    }
}
