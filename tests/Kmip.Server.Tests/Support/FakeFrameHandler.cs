using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>Answers with a message that holds the request's bytes, so that a test sees what the session handed over.</summary>
public sealed class FakeFrameHandler : IFrameHandler
{
    public List<byte[]> Frames { get; } = [];

    public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

    public async ValueTask HandleAsync(ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, CancellationToken cancellationToken)
    {
        Frames.Add(frame.ToArray());
        await Work(cancellationToken);
        Write(response, frame.Span);
    }

    public void WriteFramingError(TtlvException error, TtlvWriter response) => Write(response, "framing"u8);

    public static byte[] AnswerTo(ReadOnlySpan<byte> content)
    {
        using var writer = new TtlvWriter();
        Write(writer, content);
        return writer.WrittenSpan.ToArray();
    }

    private static void Write(TtlvWriter writer, ReadOnlySpan<byte> content)
    {
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            writer.WriteByteString(KmipTag.Data, content);
        }
    }
}
