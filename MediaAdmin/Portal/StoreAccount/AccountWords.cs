namespace MediaAdmin.Portal.StoreAccount;

/// <summary>The words about an account of a store: AccountWords.resx (English) and AccountWords.tr.resx (Turkish).</summary>
public sealed class AccountWords;
