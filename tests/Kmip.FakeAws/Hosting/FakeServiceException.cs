namespace Kmip.FakeAws.Hosting;

/// <summary>The service refuses with a code and a status.</summary>
internal sealed class FakeServiceException(string code, int status) : Exception("The fake refuses.")
{
    public string Code => code;

    public int Status => status;
}
