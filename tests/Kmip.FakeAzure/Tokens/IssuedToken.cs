namespace Kmip.FakeAzure.Tokens;

/// <summary>What the stand-in remembers of a token it issued.</summary>
/// <param name="Application">For whom.</param>
/// <param name="Audience">The service it is for, such as <c>https://vault.azure.net</c>.</param>
/// <param name="Expires">Its end.</param>
/// <param name="Claims">The claims it was asked for with, as JSON; null: none.</param>
internal sealed record IssuedToken(FakeApplication Application, string Audience, DateTimeOffset Expires, string? Claims);
