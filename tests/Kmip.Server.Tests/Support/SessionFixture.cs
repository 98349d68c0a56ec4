using Kmip.Ttlv;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kmip.Server.Tests.Support;

/// <summary>A session over an in-memory connection with a clock that stands still until told.</summary>
public sealed class SessionFixture
{
    public SessionFixture(KmipSessionOptions? options = null, long pauseResponsesAt = 65_536)
    {
        Options = options ?? new KmipSessionOptions();
        Connection = new InMemoryConnection(pauseResponsesAt);
        var session = new KmipSession(Handler, Options, Time, NullLogger<KmipSession>.Instance);
        End = session.RunAsync(Connection, Client, Closing.Token);
    }

    public static ClientIdentity Client { get; } = ClientIdentity.InProcess("test");

    public FakeFrameHandler Handler { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public KmipSessionOptions Options { get; }

    public InMemoryConnection Connection { get; }

    public CancellationTokenSource Closing { get; } = new();

    public Task<SessionEnd> End { get; }

    public Task<SessionEnd> EndSoon() => End.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>A well-framed request of 8 + 16 + content bytes.</summary>
    public static byte[] Request(int contentLength, byte fill = 7)
    {
        using var writer = new TtlvWriter();
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            writer.WriteByteString(KmipTag.Data, Enumerable.Repeat(fill, contentLength).ToArray());
        }

        return writer.WrittenSpan.ToArray();
    }
}
