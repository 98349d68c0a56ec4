using Kmip.TestSupport;

namespace Kmip.Benchmarks.Ttlv;

/// <summary>The messages that are measured: real KMIP 1.2 messages of the shared data.</summary>
public static class BenchmarkMessages
{
    /// <summary>The names, from a Get request of 152 bytes to a Locate response of 48 KB.</summary>
    public static IEnumerable<string> Names =>
    [
        "M1_get_request", "M2_get_response_aes256", "M3_create_request", "M4_locate_response_1000", "M5_batch100_get_response",
        "M6_register_rsa_request",
    ];

    /// <summary>The bytes of a message.</summary>
    /// <exception cref="InvalidOperationException">The shared data is absent.</exception>
    public static byte[] Read(string name) => SharedData.IsPresent
        ? File.ReadAllBytes(SharedData.Beside($"messages/{name}.bin"))
        : throw new InvalidOperationException(SharedData.Absent);
}
