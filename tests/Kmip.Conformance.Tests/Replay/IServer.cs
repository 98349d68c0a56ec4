namespace Kmip.Conformance.Tests.Replay;

/// <summary>Answers one request message with one response message.</summary>
internal interface IServer : IDisposable
{
    Task<byte[]> AnswerAsync(byte[] request);
}
