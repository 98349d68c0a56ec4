namespace Kmip.FakeGcp.Hosting;

/// <summary>The service refuses with a code (in lower case: of OAuth) and a status.</summary>
internal sealed class FakeServiceException(string code, int status) : Exception("The fake refuses.")
{
    public string Code => code;

    public int Status => status;

    /// <summary>The state of the key version, for FAILED_PRECONDITION.</summary>
    public string? KeyState { get; init; }

    /// <summary>The reason of an ErrorInfo.</summary>
    public string? Reason { get; init; }

    public static FakeServiceException Invalid() => new("INVALID_ARGUMENT", 400);

    public static FakeServiceException NotFound() => new("NOT_FOUND", 404);
}
