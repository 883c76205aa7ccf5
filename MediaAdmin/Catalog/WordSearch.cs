using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>The rows whose folded text holds a word anywhere, also what is in the trash: on SQLite by a trigram index where the word is long enough, else by looking at every row.</summary>
static class WordSearch
{
    /// <summary>The shortest word that SQLite's trigram index finds (sqlite.org/fts5.html, "The Trigram Tokenizer").</summary>
    private const int Trigram = 3;

    public static IQueryable<long> Assets(MediaDb db, string word) => Has(db, word)
        ? db.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM "AssetSearch" WHERE "AssetSearch" MATCH {Phrase(word)}""")
        : db.Set<Asset>().Where(a => a.SearchText.Contains(word)).Select(a => a.Id);

    public static IQueryable<long> Products(MediaDb db, string word) => Has(db, word)
        ? db.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM "ProductSearch" WHERE "ProductSearch" MATCH {Phrase(word)}""")
        : db.Set<Product>().Where(p => p.SearchText.Contains(word)).Select(p => p.Id);

    private static bool Has(MediaDb db, string word) => db is SqliteMediaDb && word.Length >= Trigram;

    private static string Phrase(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
