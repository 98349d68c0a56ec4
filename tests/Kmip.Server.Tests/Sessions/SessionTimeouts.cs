using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Sessions;

/// <summary>Silence and slowness, on a clock that the test moves.</summary>
public sealed class SessionTimeouts
{
    [Fact]
    [Trait("Abuse", "A44")]
    public async Task An_idle_connection_is_closed_after_the_idle_timeout()
    {
        var session = new SessionFixture();
        session.Time.Advance(session.Options.IdleTimeout - TimeSpan.FromSeconds(1));
        Assert.False(session.End.IsCompleted);
        session.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SessionEnd.IdleTimeout, await session.EndSoon());
    }

    [Fact]
    [Trait("Abuse", "A44")]
    public async Task A_request_starts_the_idle_timeout_anew()
    {
        var session = new SessionFixture();
        session.Time.Advance(session.Options.IdleTimeout - TimeSpan.FromSeconds(1));
        await session.Connection.SendAsync(SessionFixture.Request(8));
        Assert.NotEmpty(session.Connection.TakeAvailable());
        session.Time.Advance(session.Options.IdleTimeout - TimeSpan.FromSeconds(1));
        Assert.False(session.End.IsCompleted);
        session.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SessionEnd.IdleTimeout, await session.EndSoon());
    }

    [Fact]
    public async Task The_idle_timeout_can_be_switched_off()
    {
        var session = new SessionFixture(new KmipSessionOptions { IdleTimeout = Timeout.InfiniteTimeSpan });
        session.Time.Advance(TimeSpan.FromDays(30));
        Assert.False(session.End.IsCompleted);
        await session.Connection.ToServer.CompleteAsync();
        Assert.Equal(SessionEnd.ClientClosed, await session.EndSoon());
    }

    [Theory]
    [Trait("Abuse", "A43")]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(60_000)]
    public async Task Part_of_a_message_then_silence_is_closed_within_15_seconds(int sent)
    {
        var session = new SessionFixture();
        await session.Connection.SendAsync(SessionFixture.Request(100_000).AsMemory(0, sent));
        for (int second = 0; second < 15; second++)
        {
            session.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(SessionEnd.ReceiveTimeout, await session.EndSoon());
    }

    [Fact]
    [Trait("Abuse", "A43")]
    public async Task One_byte_per_ten_seconds_is_closed_within_15_seconds()
    {
        var session = new SessionFixture();
        byte[] request = SessionFixture.Request(100);
        await session.Connection.SendAsync(request.AsMemory(0, 1));
        session.Time.Advance(TimeSpan.FromSeconds(9));
        await session.Connection.SendAsync(request.AsMemory(1, 1));
        session.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SessionEnd.ReceiveTimeout, await session.EndSoon());
    }

    [Fact]
    [Trait("Abuse", "A43")]
    public async Task A_large_message_that_drips_after_a_fast_start_is_closed()
    {
        var session = new SessionFixture();
        byte[] request = SessionFixture.Request(100_000);
        await session.Connection.SendAsync(request.AsMemory(0, 50_000));
        int sent = 50_000;
        for (int second = 0; second < 15 && !session.End.IsCompleted; second++)
        {
            await session.Connection.SendAsync(request.AsMemory(sent++, 1));
            session.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(SessionEnd.ReceiveTimeout, await session.EndSoon());
    }

    [Fact]
    public async Task A_slow_but_honest_sender_is_served()
    {
        var session = new SessionFixture();
        byte[] request = SessionFixture.Request(9_000);
        for (int sent = 0; sent < request.Length; sent += 300)
        {
            await session.Connection.SendAsync(request.AsMemory(sent, Math.Min(300, request.Length - sent)));
            session.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(FakeFrameHandler.AnswerTo(request), session.Connection.TakeAvailable());
        Assert.False(session.End.IsCompleted);
    }

    [Fact]
    public async Task A_request_is_cancelled_at_its_timeout()
    {
        var session = new SessionFixture();
        bool cancelled = false;
        session.Handler.Work = async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, session.Time, token);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }
        };
        await session.Connection.SendAsync(SessionFixture.Request(8));
        session.Time.Advance(session.Options.RequestTimeout);
        await session.Connection.ToServer.CompleteAsync();

        Assert.Equal(SessionEnd.ClientClosed, await session.EndSoon());
        Assert.True(cancelled);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_cancellation_loses_the_connection_but_not_its_memory()
    {
        var session = new SessionFixture();
        var release = new TaskCompletionSource();
        session.Handler.Work = _ => release.Task;
        await session.Connection.SendAsync(SessionFixture.Request(8));
        session.Time.Advance(session.Options.RequestTimeout + session.Options.AbandonGrace);

        // The client's side is over although the handler still runs.
        await Assert.ThrowsAsync<TimeoutException>(session.Connection.ReadToEndAsync);
        Assert.False(session.End.IsCompleted);
        release.SetResult();
        Assert.Equal(SessionEnd.RequestAbandoned, await session.EndSoon());
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_closed_after_the_send_timeout()
    {
        var session = new SessionFixture(pauseResponsesAt: 64);
        await session.Connection.SendAsync(SessionFixture.Request(1_000));
        session.Time.Advance(session.Options.SendTimeout);

        Assert.Equal(SessionEnd.SendTimeout, await session.EndSoon());
    }
}
