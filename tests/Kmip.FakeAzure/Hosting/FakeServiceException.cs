namespace Kmip.FakeAzure.Hosting;

/// <summary>The service refuses with a code (in lower case: of OAuth) and a status.</summary>
internal sealed class FakeServiceException(string code, int status) : Exception("The fake refuses.")
{
    public string Code => code;

    public int Status => status;

    /// <summary>The code of the inner error; null: there is none.</summary>
    public string? Inner { get; init; }

    /// <summary>The number of Entra ID; 0: none.</summary>
    public int Number { get; init; }

    /// <summary>The WWW-Authenticate field; null: none.</summary>
    public string? Challenge { get; init; }

    public static FakeServiceException BadParameter() => new("BadParameter", 400);

    public static FakeServiceException NotFound() => new("KeyNotFound", 404);

    public static FakeServiceException Forbidden(string inner) => new("Forbidden", 403) { Inner = inner };

    public static FakeServiceException Entra(string code, int number, int status) => new(code, status) { Number = number };
}
