namespace Kmip.Conformance.Tests.Replay;

/// <summary>A clock that stands where the recorded server's stood when it answered.</summary>
internal sealed class ReplayClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Now;
}
