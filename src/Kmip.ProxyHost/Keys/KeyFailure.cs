using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>Turns a provider's failure into what the operator needs: which file, which fields, what the cloud said, what would help.</summary>
internal static class KeyFailure
{
    /// <summary>The exit code that goes with a failure.</summary>
    public static ExitCode ExitCodeOf(KeyProviderError error) => error switch
    {
        KeyProviderError.CredentialsMissing or KeyProviderError.CredentialsRejected or KeyProviderError.AccessDenied
            or KeyProviderError.InvalidConfiguration => ExitCode.Credentials,
        KeyProviderError.Throttled or KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded => ExitCode.Cloud,
        _ => ExitCode.Key,
    };

    /// <summary>One line for a key that did not open.</summary>
    public static ProxyException Explain(SnapshotEntry entry, KeySettings settings, string wrappedKeySource, KeyProviderException failure)
    {
        string sources = settings.DescribeSources();
        string used = sources.Length == 0 ? "" : $" Used: {sources}; wrapped key from {wrappedKeySource}.";
        return new ProxyException(ExitCodeOf(failure.Error),
            $"key {entry.KeyId} ({entry.Describe()}) cannot be unwrapped: {failure.Message.TrimEnd('.')}.{used}{KeyRemedy.For(settings, failure.Error)}", failure);
    }

    /// <summary>One line for a key that could not be wrapped; what failed comes first.</summary>
    public static ProxyException ExplainWrapping(string what, KeySettings settings, KeyProviderException failure)
    {
        string sources = settings.DescribeSources();
        string used = sources.Length == 0 ? "" : $" Used: {sources}.";

        // There is no wrapped key of a snapshot yet that could be the wrong one.
        string remedy = failure.Error is KeyProviderError.CiphertextRejected or KeyProviderError.UnexpectedPlaintext ? "" : KeyRemedy.For(settings, failure.Error);
        return new ProxyException(ExitCodeOf(failure.Error), $"{what}: {failure.Message.TrimEnd('.')}.{used}{remedy}", failure);
    }
}
