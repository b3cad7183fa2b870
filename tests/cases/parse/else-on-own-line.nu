if true { 1 }
else { 2 }
try { 1 }
catch { 2 }
