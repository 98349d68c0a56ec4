namespace Kmip.TestSupport;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => FullPath = Directory.CreateTempSubdirectory("kmip-test-").FullName;

    /// <summary>The full path.</summary>
    public string FullPath { get; }

    /// <summary>The path of something inside.</summary>
    public string Combine(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
